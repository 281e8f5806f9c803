import { pageOf, type Page } from '../../core/kernel/page.ts';
import { Schema, type Connection, type Model } from 'mongoose';
import { Conflict } from '../../core/kernel/errors.ts';
import {
  catalogId as brandCatalog,
  runId as brandRun,
  tenantId as brandTenant,
  type CatalogId,
  type TenantId,
} from '../../core/kernel/ids.ts';
import type { Schedule, ScheduleStore, Slot } from '../../core/schedules/schedule.ts';
import { eachDocument } from '../each-document.ts';
import { translated } from '../translate-errors.ts';

/** One a schema: the document's id is the schema's. */
type ScheduleDocument = Omit<Schedule, 'tenantId' | 'catalogId' | 'firing'> & {
  _id: string;
  tenantId: string;
  firing?: { slotAt: Date; runId: string; missed: number };
  /** When a tick has to look at it: its slot that is being fired, else its next one. What the query for due ones goes by. */
  dueAt?: Date;
};
/** `<schema>:<slot>` is the id: one slot, one document. */
type SlotDocument = Omit<Slot, 'tenantId' | 'catalogId' | 'runId'> & {
  _id: string;
  tenantId: string;
  catalogId: string;
  runId: string;
};

const one = (fields: object) => ({ type: { _id: false, ...fields }, required: false });
const scheduleSchema = new Schema<ScheduleDocument>(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    on: Boolean,
    cron: String,
    timeZone: String,
    savedBy: { _id: false, accountId: String, name: String },
    savedAt: Date,
    revision: Number,
    nextSlotAt: Date,
    lastSlot: one({ at: Date, timeZone: String }),
    firing: one({ slotAt: Date, runId: String, missed: Number }),
    waiting: one({ since: Date, slots: Number, why: String }),
    switchedOff: String,
    version: Number,
    dueAt: Date,
  },
  { collection: 'schedules', versionKey: false },
);
scheduleSchema.index({ dueAt: 1 }, { sparse: true });
scheduleSchema.index({ tenantId: 1 });
const slotSchema = new Schema<SlotDocument>(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    catalogId: String,
    at: Date,
    runId: String,
    missed: Number,
    skipped: String,
  },
  { collection: 'slots', versionKey: false },
);
slotSchema.index({ tenantId: 1, catalogId: 1, at: -1 });

export class MongoScheduleStore implements ScheduleStore {
  readonly #schedules: Model<ScheduleDocument>;
  readonly #slots: Model<SlotDocument>;

  constructor(connection: Connection) {
    this.#schedules = connection.model<ScheduleDocument>('Schedule', scheduleSchema);
    this.#slots = connection.model<SlotDocument>('Slot', slotSchema);
  }

  async get(tenantId: TenantId, catalogId: CatalogId): Promise<Schedule | undefined> {
    const document = await translated(() =>
      this.#schedules
        .findOne({ _id: String(catalogId), tenantId: String(tenantId) })
        .lean<ScheduleDocument>()
        .exec(),
    );
    return document ? toSchedule(document) : undefined;
  }

  async find(tenantId: TenantId, catalogIds?: CatalogId[]): Promise<Schedule[]> {
    const query = {
      tenantId: String(tenantId),
      ...(catalogIds ? { _id: { $in: catalogIds.map(String) } } : {}),
    };
    return (
      await translated(() => this.#schedules.find(query).lean<ScheduleDocument[]>().exec())
    ).map(toSchedule);
  }

  async *due(now: Date): AsyncGenerator<Schedule, void, undefined> {
    const cursor = this.#schedules
      .find({ dueAt: { $lte: now } })
      .sort({ dueAt: 1 })
      .lean<ScheduleDocument[]>()
      .cursor();
    for await (const document of eachDocument<ScheduleDocument>(cursor)) yield toSchedule(document);
  }

  async write(schedule: Schedule): Promise<boolean> {
    const { _id, ...fields } = toDocument(schedule);
    const mine = { _id, tenantId: fields.tenantId };
    const after = { ...fields, version: schedule.version + 1 };
    if (schedule.version > 0)
      return (
        (
          await translated(() =>
            this.#schedules.replaceOne({ ...mine, version: schedule.version }, after).exec(),
          )
        ).matchedCount === 1
      );
    return this.#insert(this.#schedules, { _id, ...after });
  }

  async note(slot: Slot): Promise<Slot> {
    const { at, catalogId, tenantId, runId } = slot;
    const _id = `${catalogId}:${at.toISOString()}`;
    if (
      await this.#insert(this.#slots, {
        ...slot,
        _id,
        tenantId: String(tenantId),
        catalogId: String(catalogId),
        runId: String(runId),
      })
    )
      return slot;
    const stands = await translated(() =>
      this.#slots
        .findOne({ _id, tenantId: String(tenantId) })
        .lean<SlotDocument>()
        .exec(),
    );
    return stands ? toSlot(stands) : slot;
  }

  async slots(
    tenantId: TenantId,
    catalogId: CatalogId,
    page: number,
    pageSize: number,
  ): Promise<Page<Slot>> {
    const query = { tenantId: String(tenantId), catalogId: String(catalogId) };
    const [documents, total] = await translated(() =>
      Promise.all([
        this.#slots
          .find(query)
          .sort({ at: -1 })
          .skip((page - 1) * pageSize)
          .limit(pageSize)
          .lean<SlotDocument[]>()
          .exec(),
        this.#slots.countDocuments(query).exec(),
      ]),
    );
    return pageOf(documents.map(toSlot), total, { page, pageSize });
  }

  async remove(tenantId: TenantId, catalogId: CatalogId): Promise<void> {
    await translated(() =>
      this.#schedules.deleteOne({ _id: String(catalogId), tenantId: String(tenantId) }).exec(),
    );
    await translated(() =>
      this.#slots.deleteMany({ tenantId: String(tenantId), catalogId: String(catalogId) }).exec(),
    );
  }

  async purge(tenantId: TenantId): Promise<void> {
    await this.#schedules.deleteMany({ tenantId: String(tenantId) }).exec();
    await this.#slots.deleteMany({ tenantId: String(tenantId) }).exec();
  }

  /** False when a document of that id is there. */
  async #insert<T>(model: Model<T>, document: T): Promise<boolean> {
    try {
      await translated(() => model.insertMany([document]));
      return true;
    } catch (error) {
      if (error instanceof Conflict) return false;
      throw error;
    }
  }
}

function toDocument({ tenantId, catalogId, firing, ...fields }: Schedule): ScheduleDocument {
  const dueAt = firing?.slotAt ?? fields.nextSlotAt;
  return {
    _id: String(catalogId),
    tenantId: String(tenantId),
    ...fields,
    ...(firing ? { firing: { ...firing, runId: String(firing.runId) } } : {}),
    ...(dueAt ? { dueAt } : {}),
  };
}

function toSchedule({
  _id,
  tenantId,
  firing,
  dueAt: _dueAt,
  ...fields
}: ScheduleDocument): Schedule {
  return {
    tenantId: brandTenant(tenantId),
    catalogId: brandCatalog(_id),
    ...fields,
    ...(firing ? { firing: { ...firing, runId: brandRun(firing.runId) } } : {}),
  };
}

function toSlot({ _id, tenantId, catalogId, runId, ...fields }: SlotDocument): Slot {
  return {
    tenantId: brandTenant(tenantId),
    catalogId: brandCatalog(catalogId),
    runId: brandRun(runId),
    ...fields,
  };
}
