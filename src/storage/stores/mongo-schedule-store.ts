import { Schema, type Connection } from 'mongoose';
import { z } from 'zod';
import { runId, type CatalogId, type TenantId } from '../../core/kernel/ids.ts';
import { InvalidInput } from '../../core/kernel/errors.ts';
import { isTimeZone } from '../../core/kernel/time/local-day.ts';
import { pageOf, placeOfPage, type Page } from '../../core/kernel/page.ts';
import { RecentMap } from '../../core/kernel/collections/recent-map.ts';
import { parseCronRule } from '../../core/schedules/cron-rule.ts';
import type { Schedule, ScheduleStore, Slot } from '../../core/schedules/schedule.ts';
import { NO_DATE } from '../odd-fields.ts';
import { definedFields } from '../set-fields.ts';
import { storedPerson, type StoredShape } from '../stored-shape.ts';
import { TenantCollection } from '../tenant-collection.ts';

/** One a schema: the document's id is the schema's. */
type ScheduleDocument = Omit<Schedule, 'catalogId'> & {
  _id: CatalogId;
  /**
   * When a tick has to look at it: its slot that is being fired, else its next one. What the query
   * for due ones goes by.
   */
  dueAt?: Date | undefined;
};
/** `<schema>:<slot>` is the id: one slot, one document. */
type SlotDocument = Slot & { _id: string };

const nested = (fields: object) => ({ type: { _id: false, ...fields }, required: false });
const scheduleSchema = new Schema(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    on: Boolean,
    cron: String,
    timeZone: String,
    parts: { type: [String], default: undefined },
    savedBy: { _id: false, accountId: String, name: String },
    savedAt: Date,
    revision: Number,
    nextSlotAt: Date,
    lastSlot: nested({ at: Date, timeZone: String }),
    firing: nested({ slotAt: Date, runId: String, missed: Number }),
    skips: { type: [Date], default: undefined },
    waiting: nested({ since: Date, slots: Number, why: String }),
    switchedOff: String,
    healedAt: Date,
    version: Number,
    dueAt: Date,
  },
  { collection: 'schedules', versionKey: false },
);
scheduleSchema.index({ dueAt: 1 }, { sparse: true });
scheduleSchema.index({ 'lastSlot.at': 1 }, { sparse: true });
scheduleSchema.index({ savedAt: 1 });
scheduleSchema.index({ tenantId: 1 });
const slotSchema = new Schema(
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

/** Rules are few, however many schedules there are. */
const MAX_RULES = 1_000;
const rules = new RecentMap<string, boolean>(MAX_RULES);

/** Whether the next slot can be computed by it. */
function isCron(text: string): boolean {
  const known = rules.get(text) ?? canParse(text);
  rules.set(text, known);
  return known;
}

function canParse(cron: string): boolean {
  try {
    parseCronRule(cron);
    return true;
  } catch (error) {
    if (error instanceof InvalidInput) return false;
    throw error;
  }
}

const timeZone = z.string().refine(isTimeZone);
const scheduleShape: StoredShape = {
  what: 'This schedule',
  schema: z.looseObject({
    on: z.boolean(),
    cron: z.string().refine(isCron),
    timeZone,
    parts: z.array(z.string()).optional(),
    savedBy: storedPerson,
    savedAt: z.date(),
    revision: z.number(),
    version: z.number(),
  }),
};
/** What is computed: it can be computed again, and is ignored if it can't be read. */
const Computed = z.object({
  nextSlotAt: z.date().optional().catch(undefined),
  lastSlot: z.object({ at: z.date(), timeZone }).optional().catch(undefined),
  firing: z
    .object({ slotAt: z.date(), runId: z.string().transform(runId), missed: z.number().catch(0) })
    .optional()
    .catch(undefined),
  skips: z.array(z.date()).optional().catch(undefined),
  waiting: z
    .object({
      since: z.date(),
      slots: z.number(),
      why: z.enum(['schema-deleted', 'uninstalled']),
    })
    .optional()
    .catch(undefined),
  healedAt: z.date().optional().catch(undefined),
});
const slotShape: StoredShape = {
  what: 'This slot',
  schema: z.looseObject({ at: z.date(), runId: z.string(), missed: z.number() }),
};

export class MongoScheduleStore implements ScheduleStore {
  readonly #schedules: TenantCollection<ScheduleDocument>;
  readonly #slots: TenantCollection<SlotDocument>;

  constructor(connection: Connection) {
    this.#schedules = new TenantCollection(connection, 'Schedule', scheduleSchema, scheduleShape);
    this.#slots = new TenantCollection(connection, 'Slot', slotSchema, slotShape);
  }

  async get(tenantId: TenantId, catalogId: CatalogId): Promise<Schedule | undefined> {
    const document = await this.#schedules.of(tenantId).byId(catalogId);
    return document ? toSchedule(document) : undefined;
  }

  async find(tenantId: TenantId, catalogIds?: CatalogId[]): Promise<Schedule[]> {
    const filter = catalogIds ? { _id: { $in: catalogIds } } : {};
    return (await this.#schedules.of(tenantId).find(filter)).map(toSchedule);
  }

  async *due(now: Date): AsyncGenerator<Schedule, void, undefined> {
    const due = this.#schedules.everyTenant.each({ dueAt: { $lte: now } }, { sort: { dueAt: 1 } });
    for await (const document of due) yield toSchedule(document);
  }

  async *ahead(of: Date): AsyncGenerator<Schedule, void, undefined> {
    const everyone = this.#schedules.everyTenant;
    const after = { $gt: of };
    for await (const document of everyone.each({ 'lastSlot.at': after }))
      yield toSchedule(document);
    for await (const document of everyone.each({ savedAt: after })) yield toSchedule(document);
  }

  async *astray(after: Date): AsyncGenerator<Schedule, void, undefined> {
    for (const dueAt of [NO_DATE, { $gt: after }])
      for await (const document of this.#schedules.everyTenant.each({ on: true, dueAt }))
        yield toAstray(document);
  }

  async write(schedule: Schedule): Promise<boolean> {
    const { tenantId, version } = schedule;
    const { _id, ...fields } = toDocument(schedule);
    const after = { ...fields, version: version + 1 };
    const schedules = this.#schedules.of(tenantId);
    return version > 0
      ? schedules.replace({ _id, version }, after)
      : schedules.insert({ _id, ...after });
  }

  async note(slot: Slot): Promise<Slot> {
    const slots = this.#slots.of(slot.tenantId);
    const _id = `${slot.catalogId}:${slot.at.toISOString()}`;
    if (await slots.insert({ _id, ...slot })) return slot;
    const noted = await slots.byId(_id);
    return noted ? toSlot(noted) : slot;
  }

  async slots(
    tenantId: TenantId,
    catalogId: CatalogId,
    page: number,
    pageSize: number,
  ): Promise<Page<Slot>> {
    const slots = this.#slots.of(tenantId);
    const place = placeOfPage(await slots.count({ catalogId }), { page, pageSize });
    const { skip, limit } = place;
    const newest = { sort: { at: -1 }, skip, limit } as const;
    const { documents, unreadable } = await slots.findReadable({ catalogId }, newest);
    return pageOf(documents.map(toSlot), place, unreadable);
  }

  async newestSlots(tenantId: TenantId, catalogId: CatalogId, most: number): Promise<Slot[]> {
    const newest = { sort: { at: -1 }, limit: most } as const;
    return (await this.#slots.of(tenantId).find({ catalogId }, newest)).map(toSlot);
  }

  async forgetSlots(tenantId: TenantId, catalogId: CatalogId, after: Date): Promise<void> {
    await this.#slots.of(tenantId).deleteMany({ catalogId, at: { $gt: after } });
  }

  async remove(tenantId: TenantId, catalogId: CatalogId): Promise<void> {
    await this.#schedules.of(tenantId).delete({ _id: catalogId });
    await this.#slots.of(tenantId).deleteMany({ catalogId });
  }

  async purge(tenantId: TenantId): Promise<void> {
    await this.#schedules.purge(tenantId);
    await this.#slots.purge(tenantId);
  }
}

function toDocument({ catalogId, ...fields }: Schedule): ScheduleDocument {
  const dueAt = fields.firing?.slotAt ?? fields.nextSlotAt;
  return { _id: catalogId, ...fields, dueAt };
}

function toSchedule({ _id, dueAt, ...fields }: ScheduleDocument): Schedule {
  const { nextSlotAt, lastSlot, firing, skips, waiting, healedAt, ...saved } = fields;
  const computed = Computed.parse({ nextSlotAt, lastSlot, firing, skips, waiting, healedAt });
  const isLost = nextSlotAt !== undefined && computed.nextSlotAt === undefined;
  const next = isLost && dueAt instanceof Date ? { nextSlotAt: dueAt } : {};
  return definedFields({ catalogId: _id, ...saved, ...computed, ...next });
}

/** Without its next slot if it is looked at at another time than that. */
function toAstray(document: ScheduleDocument): Schedule {
  const { nextSlotAt, ...schedule } = toSchedule(document);
  const dueAt = schedule.firing?.slotAt ?? nextSlotAt;
  const isLookedAt = document.dueAt instanceof Date && isSameTime(document.dueAt, dueAt);
  return isLookedAt ? { ...schedule, nextSlotAt } : schedule;
}

const isSameTime = (a: Date, b: Date | undefined): boolean => a.getTime() === b?.getTime();

function toSlot({ _id: _slotId, ...slot }: SlotDocument): Slot {
  return slot;
}
