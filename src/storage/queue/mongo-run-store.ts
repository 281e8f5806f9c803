import type { Connection } from 'mongoose';
import { Conflict, Damaged, NotFound } from '../../core/kernel/errors.ts';
import { runId, type RunId, type TenantId } from '../../core/kernel/ids.ts';
import { inBatches } from '../../core/kernel/collections/in-batches.ts';
import { pageOf, placeOfPage, type Page } from '../../core/kernel/page.ts';
import type { Person } from '../../core/kernel/person.ts';
import { isOfKind, type RunKind } from '../../core/runs/run-kind.ts';
import type { LastAsked, NewRun, RunFilter, RunStore } from '../../core/runs/run-store.ts';
import { OPEN_STATES, type Run } from '../../core/runs/run.ts';
import { NO_TEXT } from '../odd-fields.ts';
import { definedFields } from '../set-fields.ts';
import type { TenantCollection } from '../tenant-collection.ts';
import type { RunCodec } from './run-codec.ts';
import { endDamagedRun, mendClosedRun } from './end-damaged-run.ts';
import { MAX_NUMBER, RunSequence } from './run-sequence.ts';
import {
  openRemovedRuns,
  openRunHeads,
  openRuns,
  toLastAsked,
  type RemovedRun,
  type RunDocument,
  type RunHead,
} from './run-document.ts';

const PAGE_SIZE = 20;
const REMOVED_AT_ONCE = 200;

export class MongoRunStore implements RunStore {
  readonly #runs: TenantCollection<RunDocument>;
  readonly #removed: TenantCollection<RemovedRun>;
  /** Runs, whether they can be read or not. */
  readonly #heads: TenantCollection<RunHead>;
  readonly #sequence: RunSequence;
  readonly #codec: RunCodec;
  readonly #onQueued: () => void;

  /** `onQueued` hears of each run that is queued here: it may be claimed by then. */
  constructor(connection: Connection, codec: RunCodec, onQueued = (): void => undefined) {
    this.#runs = openRuns(connection);
    this.#removed = openRemovedRuns(connection);
    this.#heads = openRunHeads(connection);
    this.#sequence = new RunSequence(connection);
    this.#codec = codec;
    this.#onQueued = onQueued;
  }

  async enqueue<Input, Checkpoint, Result>(
    run: NewRun<Input, Checkpoint, Result>,
  ): Promise<Run<Input, Checkpoint, Result>> {
    const { id, tenantId, kind, input, asked, ...fields } = run;
    const key = { _id: id, tenantId, kind: kind.name };
    const queued = {
      ...fields,
      kind: kind.name,
      input: await this.#codec.store(key, 'input', input),
      state: 'queued',
      sequence: await this.#sequence.next(tenantId),
      queuedAt: new Date(),
      progress: { step: 'Waiting', done: 0, total: 0, rate: 0 },
      cancelRequested: false,
      fence: 0,
      heartbeat: 0,
      askKey: asked?.key,
      askNumber: asked?.number,
    };
    const document = await this.#runs.of(tenantId).findOrInsert(id, queued);
    this.#onQueued();
    return runOfKind(await this.#read(document), kind);
  }

  async get(tenantId: TenantId, id: RunId): Promise<Run> {
    return this.#read(await this.#runs.of(tenantId).byId(id));
  }

  async getOf<Input, Checkpoint, Result>(
    kind: RunKind<Input, Checkpoint, Result>,
    tenantId: TenantId,
    id: RunId,
  ): Promise<Run<Input, Checkpoint, Result>> {
    return runOfKind(await this.get(tenantId, id), kind);
  }

  async find(tenantId: TenantId, ids: RunId[]): Promise<Run[]> {
    const documents = await this.#runs
      .of(tenantId)
      .find(
        { _id: { $in: ids.map(String) }, removed: { $ne: true } },
        { select: { checkpoint: 0, result: 0 } },
      );
    return this.#readAll(documents);
  }

  async lastAsked(tenantId: TenantId, key: string): Promise<LastAsked | undefined> {
    const [last] = await this.#heads
      .of(tenantId)
      .find(
        { askKey: String(key), askNumber: { $gte: 0, $lt: MAX_NUMBER } },
        { sort: { askNumber: -1 }, limit: 1, select: { state: 1, endedAt: 1, askNumber: 1 } },
      );
    return last && toLastAsked(last);
  }

  async requestCancel(tenantId: TenantId, id: RunId, by: Person): Promise<Run> {
    const runs = this.#runs.of(tenantId);
    const mark = { cancelRequested: true, cancelledBy: by };
    const stopped = {
      ...mark,
      state: 'stopped',
      endedAt: new Date(),
      message: 'Stopped before it started.',
    };
    const neverBegan = { _id: String(id), state: 'queued', fence: 0 };
    const isStopped = await runs.update(neverBegan, { $set: stopped });
    const isOpen = { _id: String(id), state: { $in: OPEN_STATES } };
    if (!isStopped) await runs.update(isOpen, { $set: mark });
    return this.get(tenantId, id);
  }

  async list<Input, Checkpoint, Result>(
    tenantId: TenantId,
    filter: RunFilter<Input, Checkpoint, Result>,
  ): Promise<Page<Run<Input, Checkpoint, Result>>> {
    const { page, pageSize = PAGE_SIZE } = filter;
    const place = placeOfPage(await this.count(tenantId, filter), { page, pageSize });
    const { items, unreadable } = await this.#range(tenantId, filter, place);
    return pageOf(items, place, unreadable);
  }

  async newest<Input, Checkpoint, Result>(
    tenantId: TenantId,
    most: number,
    filter: RunFilter<Input, Checkpoint, Result>,
  ): Promise<Run<Input, Checkpoint, Result>[]> {
    return (await this.#range(tenantId, filter, { skip: 0, limit: most })).items;
  }

  async open(tenantId: TenantId): Promise<Run[]> {
    const documents = await this.#runs
      .of(tenantId)
      .find({ state: { $in: OPEN_STATES } }, { select: { checkpoint: 0 } });
    return this.#readAll(documents);
  }

  count<Input, Checkpoint, Result>(
    tenantId: TenantId,
    filter: RunFilter<Input, Checkpoint, Result>,
  ): Promise<number> {
    return this.#runs.of(tenantId).count(queryOf(filter));
  }

  countOpen(tenantId: TenantId): Promise<number> {
    const following = this.#codec.kinds.namesOf((kind) => kind.followsByItself === true);
    const asked = { trigger: 'manual', kind: { $nin: following } } as const;
    return this.#runs.of(tenantId).count({ ...asked, state: { $in: OPEN_STATES } });
  }

  async requeue(tenantId: TenantId, id: RunId, by: Person): Promise<Run> {
    const resumable = this.#codec.kinds.namesOf((kind) => kind.resumable === true);
    const before = await this.get(tenantId, id);
    const firstQueuedAt = before.firstQueuedAt ?? before.queuedAt;
    const queued = await this.#runs.of(tenantId).update(
      { _id: String(id), kind: { $in: resumable }, state: { $in: ['failed', 'stopped'] } },
      {
        $set: {
          state: 'queued',
          sequence: await this.#sequence.next(tenantId),
          queuedAt: new Date(),
          firstQueuedAt,
          requestedBy: by,
          cancelRequested: false,
          takeovers: 0,
        },
        $unset: { endedAt: 1, message: 1, errorCode: 1, cancelledBy: 1 },
      },
    );
    if (!queued)
      throw new Conflict(
        'not-resumable',
        'Only something that was stopped or failed can be resumed. Reload the page.',
      );
    this.#onQueued();
    return this.get(tenantId, id);
  }

  mend(tenantId: TenantId, id: RunId): Promise<void> {
    return mendClosedRun(this.#runs.of(tenantId), String(id), new Date());
  }

  async endOdd(): Promise<{ tenantId: TenantId; id: RunId }[]> {
    const isOdd = { state: { $in: OPEN_STATES }, kind: NO_TEXT };
    const select = { tenantId: 1 } as const;
    const found = await this.#runs.everyTenant.find(isOdd, { select });
    for (const { _id, tenantId } of found)
      await endDamagedRun(this.#runs.of(tenantId), _id, new Date());
    return found.map(({ _id, tenantId }) => ({ tenantId, id: runId(_id) }));
  }

  async remove(tenantId: TenantId, ids: readonly RunId[]): Promise<void> {
    const [runs, removed] = [this.#runs.of(tenantId), this.#removed.of(tenantId)];
    for (const some of inBatches(ids, REMOVED_AT_ONCE)) {
      const scheduled = { _id: { $in: some }, trigger: 'scheduled' };
      for (const { _id } of await runs.find(scheduled, { select: { trigger: 1 } }))
        await removed.replace({ _id, trigger: 'scheduled' }, { tenantId, removed: true });
      await runs.deleteThese(some, { removed: { $ne: true } });
    }
  }

  async purge(tenantId: TenantId): Promise<void> {
    await this.#runs.purge(tenantId);
    await this.#sequence.purge(tenantId);
  }

  /** @throws NotFound for none, and for one that was removed */
  #read(document: RunDocument | null): Promise<Run> {
    if (!document || document.removed) throw new NotFound();
    return this.#codec.read(document);
  }

  /** Some of what the filter matches, newest first, and how many of them cannot be read. */
  async #range<Input, Checkpoint, Result>(
    tenantId: TenantId,
    filter: RunFilter<Input, Checkpoint, Result>,
    { skip, limit }: { skip: number; limit: number },
  ): Promise<{ items: Run<Input, Checkpoint, Result>[]; unreadable: number }> {
    const { documents, unreadable } = await this.#runs.of(tenantId).findReadable(queryOf(filter), {
      select: filter.withoutResults ? { checkpoint: 0, result: 0 } : { checkpoint: 0 },
      sort: { sequence: -1, queuedAt: -1 },
      skip,
      limit,
    });
    const read = await this.#readAll(documents);
    const items = read.filter((run) => isWanted(run, filter));
    return { items, unreadable: unreadable + documents.length - read.length };
  }

  /** Those that can be read: one whose sealed fields were damaged does not hide the others. */
  async #readAll(documents: RunDocument[]): Promise<Run[]> {
    const read = documents.map(async (document) => {
      try {
        return [await this.#codec.read(document)];
      } catch (error) {
        if (error instanceof Damaged) return [];
        throw error;
      }
    });
    return (await Promise.all(read)).flat();
  }
}

/** @throws NotFound for a run of another kind */
function runOfKind<Input, Checkpoint, Result>(
  run: Run,
  kind: RunKind<Input, Checkpoint, Result>,
): Run<Input, Checkpoint, Result> {
  if (!isOfKind(run, kind)) throw new NotFound();
  return run;
}

/** Runs of no particular kind are all wanted. */
const isWanted = <Input, Checkpoint, Result>(
  run: Run,
  { kind }: RunFilter<Input, Checkpoint, Result>,
): run is Run<Input, Checkpoint, Result> => kind === undefined || isOfKind(run, kind);

function queryOf(filter: RunFilter): Record<string, unknown> {
  const { kind, of, catalogId, states, trigger, requestedBy } = filter;
  const asked = definedFields({
    kind: kind?.name,
    of,
    catalogId,
    state: states && { $in: states },
    'requestedBy.accountId': requestedBy,
    trigger,
  });
  // What is left of a removed run has none of these fields, so that indexes alone can count.
  return Object.keys(asked).length > 0 ? asked : { removed: { $ne: true } };
}
