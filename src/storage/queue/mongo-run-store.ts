import { pageOf, type Page } from '../../core/kernel/page.ts';
import type { Person } from '../../core/kernel/person.ts';
import type { Connection, Model } from 'mongoose';
import { Conflict, NotFound } from '../../core/kernel/errors.ts';
import type { RunId, TenantId } from '../../core/kernel/ids.ts';
import {
  OPEN_STATES,
  type NewRun,
  type Run,
  type RunFilter,
  type RunStore,
} from '../../core/runs/run.ts';
import type { SecretBox } from '../sealing/secret-box.ts';
import { translated } from '../translate-errors.ts';
import { runModel, toRun, type RunDocument } from './run-document.ts';
import { SealedResults } from './sealed-results.ts';

export class MongoRunStore implements RunStore {
  readonly #model: Model<RunDocument>;
  readonly #results: SealedResults;

  constructor(connection: Connection, secrets: SecretBox) {
    this.#model = runModel(connection);
    this.#results = new SealedResults(secrets);
  }

  async enqueue(run: NewRun): Promise<Run> {
    const { id, ...fields } = run;
    const queued = {
      ...fields,
      state: 'queued' as const,
      queuedAt: new Date(),
      progress: { step: 'Waiting', done: 0, total: 0, rate: 0 },
      cancelRequested: false,
      fence: 0,
      heartbeat: 0,
    };
    await translated(() =>
      this.#model.updateOne({ _id: String(id) }, { $setOnInsert: queued }, { upsert: true }).exec(),
    ).catch((error: unknown) => {
      if ((error as { code?: unknown }).code !== 'duplicate') throw error;
    });
    return this.get(run.tenantId, id);
  }

  async get(tenantId: TenantId, id: RunId): Promise<Run> {
    const document = await translated(() =>
      this.#model
        .findOne({ _id: String(id), tenantId: String(tenantId) })
        .lean<RunDocument>()
        .exec(),
    );
    if (!document || document.removed) throw new NotFound();
    return this.#results.opened(toRun(document));
  }

  async find(tenantId: TenantId, ids: RunId[]): Promise<Run[]> {
    const documents = await translated(() =>
      this.#model
        .find({ _id: { $in: ids.map(String) }, tenantId: String(tenantId), removed: { $ne: true } })
        .select({ checkpoint: 0, result: 0 })
        .lean<RunDocument[]>()
        .exec(),
    );
    return documents.map(toRun);
  }

  async requestCancel(tenantId: TenantId, id: RunId, by: Person): Promise<Run> {
    const mine = { _id: String(id), tenantId: String(tenantId) };
    const mark = { cancelRequested: true, cancelledBy: by };
    const queued = await translated(() =>
      this.#model
        .updateOne(
          { ...mine, state: 'queued' },
          {
            $set: {
              ...mark,
              state: 'stopped',
              endedAt: new Date(),
              message: 'Stopped before it began.',
            },
          },
        )
        .exec(),
    );
    if (queued.matchedCount === 0)
      await translated(() =>
        this.#model.updateOne({ ...mine, state: 'running' }, { $set: mark }).exec(),
      );
    return this.get(tenantId, id);
  }

  async list(tenantId: TenantId, filter: RunFilter): Promise<Page<Run>> {
    const ended = {
      ...(filter.from ? { $gte: filter.from } : {}),
      ...(filter.to ? { $lte: filter.to } : {}),
    };
    const query = {
      tenantId: String(tenantId),
      ...(filter.kind ? { kind: filter.kind } : {}),
      ...(filter.of ? { of: String(filter.of) } : {}),
      ...(filter.catalogId ? { catalogId: String(filter.catalogId) } : {}),
      ...(filter.states ? { state: { $in: filter.states } } : {}),
      ...(filter.trigger ? { trigger: filter.trigger } : {}),
      ...(filter.from || filter.to ? { endedAt: ended } : {}),
    };
    const { page = 1, pageSize = 20 } = filter;
    const [documents, total] = await translated(() =>
      Promise.all([
        this.#model
          .find(query)
          .select({ checkpoint: 0 })
          .sort({ queuedAt: -1 })
          .skip((page - 1) * pageSize)
          .limit(pageSize)
          .lean<RunDocument[]>()
          .exec(),
        this.#model.countDocuments(query).exec(),
      ]),
    );
    const runs = await Promise.all(
      documents.map((document) => this.#results.opened(toRun(document))),
    );
    return pageOf(runs, total, { page, pageSize });
  }

  async open(tenantId: TenantId): Promise<Run[]> {
    const documents = await translated(() =>
      this.#model
        .find({ tenantId: String(tenantId), state: { $in: OPEN_STATES } })
        .select({ checkpoint: 0 })
        .lean<RunDocument[]>()
        .exec(),
    );
    return documents.map(toRun);
  }

  async requeue(tenantId: TenantId, id: RunId, by: Person): Promise<Run> {
    const fresh = {
      state: 'queued',
      queuedAt: new Date(),
      requestedBy: by,
      cancelRequested: false,
    };
    const changed = await translated(() =>
      this.#model
        .updateOne(
          {
            _id: String(id),
            tenantId: String(tenantId),
            kind: 'restore',
            state: { $in: ['failed', 'stopped'] },
          },
          { $set: fresh, $unset: { endedAt: 1, message: 1, errorCode: 1, cancelledBy: 1 } },
        )
        .exec(),
    );
    if (changed.matchedCount === 0)
      throw new Conflict(
        'not-resumable',
        'Only a restore that was stopped or failed can go on. Reload the page.',
      );
    return this.get(tenantId, id);
  }

  async remove(tenantId: TenantId, id: RunId): Promise<void> {
    const mine = { _id: String(id), tenantId: String(tenantId) };
    await translated(() =>
      this.#model
        .replaceOne({ ...mine, trigger: 'scheduled' }, { tenantId: mine.tenantId, removed: true })
        .exec(),
    );
    await translated(() => this.#model.deleteOne({ ...mine, removed: { $ne: true } }).exec());
  }

  async purge(tenantId: TenantId): Promise<void> {
    await this.#model.deleteMany({ tenantId: String(tenantId) }).exec();
  }
}
