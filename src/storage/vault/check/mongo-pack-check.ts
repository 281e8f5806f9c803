import type { Connection } from 'mongoose';
import type { Clock } from '../../../core/kernel/time/clock.ts';
import { Damaged, NotFound, Unavailable } from '../../../core/kernel/errors.ts';
import type { TenantId } from '../../../core/kernel/ids.ts';
import type { Failure } from '../../../core/kernel/loops/work-through.ts';
import { isLockedError, isUnreachableError } from '../../../core/storages/is-unreachable.ts';
import type {
  CheckedPacks,
  CheckState,
  PackCheck,
  TenantPacks,
} from '../../../core/storages/pack-check.ts';
import type { TenantKeys } from '../../sealing/tenant-keys.ts';
import type { MongoStorage } from '../mongo-storages.ts';
import { PackStore } from '../packs/pack-store.ts';
import { walkDatabase, type PackWalk, type WalkedPack } from './pack-walk.ts';
import { CheckTurns, type CheckDocument } from './check-turns.ts';
import { DAY_MS } from '../../../core/kernel/time/durations.ts';

const CYCLE_MS = 30 * DAY_MS;
/** The most packs read at once, so that an outage is made up for gradually. */
const MAX_AT_ONCE = 20;

interface Batch {
  read: number;
  after: string;
  damaged: Map<TenantId, string[]>;
  failed: Map<string, unknown>;
}

/** Walks through the packs of every storage. */
export class MongoPackCheck implements PackCheck {
  readonly #storages: () => Promise<readonly (MongoStorage | PackWalk)[]>;
  readonly #keys: TenantKeys;
  readonly #clock: Clock;
  readonly #turns: CheckTurns;

  constructor(deps: {
    service: Connection;
    /** Or what answers with those that can be read right now. */
    storages: readonly MongoStorage[] | (() => Promise<readonly (MongoStorage | PackWalk)[]>);
    keys: TenantKeys;
    clock: Clock;
  }) {
    const { storages } = deps;
    this.#storages = typeof storages === 'function' ? storages : async () => storages;
    this.#keys = deps.keys;
    this.#clock = deps.clock;
    this.#turns = new CheckTurns(deps.service, deps.clock);
  }

  async readDue(
    onDamage: (damaged: TenantPacks) => Promise<void>,
    signal: AbortSignal,
  ): Promise<CheckedPacks> {
    const failed: Failure[] = [];
    let read = 0;
    for (const each of await this.#storages()) {
      const walk = 'connection' in each ? walkDatabase(each) : each;
      const batch = await this.#readStorage(walk, onDamage, signal).catch((error: unknown) => {
        // What a tenant brought may be gone: the others are read anyway.
        if (each.storage.kind === 'service' || signal.aborted) throw error;
        failed.push({ what: `storage ${each.storage.id}`, error });
        return undefined;
      });
      read += batch?.read ?? 0;
      for (const [what, error] of batch?.failed ?? []) failed.push({ what, error });
    }
    return { read, failed };
  }

  async state(storageId: string): Promise<CheckState | undefined> {
    const check = await this.#turns.find(storageId);
    return check ? { begunAt: check.begunAt, endedAt: check.endedAt } : undefined;
  }

  async #readStorage(
    walk: PackWalk,
    onDamage: (damaged: TenantPacks) => Promise<void>,
    signal: AbortSignal,
  ): Promise<Batch | undefined> {
    const { storage } = walk;
    const check = await this.#turns.find(storage.id);
    if (!check) {
      await this.#turns.begin({ _id: storage.id, ...(await this.#newRound(walk)) });
      return undefined;
    }
    const round = await this.#roundOf(check, walk);
    const due = this.#dueIn(round);
    if (due === 0 && round === check) return undefined;
    const turn = await this.#turns.take(check);
    if (turn === undefined) return undefined;
    const batch = await this.#readBatch(walk, round.after, due, signal);
    for (const [of, packs] of batch.damaged)
      await onDamage({ tenantId: of, storageId: storage.id, packs });
    const { begunAt, total } = round;
    const isThrough = round.isThrough || batch.read < due;
    const read = round.read + batch.read;
    const ended = isThrough && !round.isThrough ? { endedAt: new Date(this.#clock.now()) } : {};
    const fields = { begunAt, total, read, after: batch.after, isThrough, ...ended };
    await this.#turns.giveBack(check, turn, fields);
    return batch;
  }

  async #newRound(walk: PackWalk) {
    const total = await walk.count();
    const begunAt = new Date(this.#clock.now());
    return { begunAt, after: '', isThrough: false, read: 0, total };
  }

  /** The current round, or a new one. A beginning that lies ahead was dated by a wrong clock. */
  async #roundOf(check: CheckDocument, walk: PackWalk): Promise<CheckDocument> {
    const elapsedMs = this.#clock.now() - check.begunAt.getTime();
    if (elapsedMs < 0) return { ...check, begunAt: new Date(this.#clock.now()) };
    if (!check.isThrough || elapsedMs < CYCLE_MS) return check;
    return { ...check, ...(await this.#newRound(walk)) };
  }

  /** As many as are wanting to the share of the time that has passed. */
  #dueIn({ begunAt, isThrough, read, total }: CheckDocument): number {
    if (isThrough) return 0;
    const elapsedMs = this.#clock.now() - begunAt.getTime();
    const share = elapsedMs / CYCLE_MS;
    // At the end of its time the round is brought to its end, however many came in between.
    const wanted = share >= 1 ? Infinity : Math.floor(share * total) - read;
    return Math.max(0, Math.min(MAX_AT_ONCE, wanted));
  }

  async #readBatch(
    walk: PackWalk,
    after: string,
    due: number,
    signal: AbortSignal,
  ): Promise<Batch> {
    const batch: Batch = { read: 0, after, damaged: new Map(), failed: new Map() };
    if (due === 0) return batch;
    for await (const pack of walk.after(after, due)) {
      signal.throwIfAborted();
      const of = pack.tenantId;
      try {
        if (!(await this.#isSound(pack, walk)))
          batch.damaged.set(of, [...(batch.damaged.get(of) ?? []), pack.id]);
      } catch (error) {
        // What is locked is read in the next round, if it is unlocked then.
        const isLocked = isLockedError(error);
        if (isUnreachableError(error) && !isLocked) throw error;
        if (error instanceof Unavailable && error.code === 'database-unavailable') throw error;
        if (!isLocked) batch.failed.set(`tenant ${of}`, error);
      }
      batch.read += 1;
      batch.after = pack.at;
    }
    return batch;
  }

  /** Marks it if it is not. Nobody misses what a tenant that was purged has left. */
  async #isSound(pack: WalkedPack, walk: PackWalk): Promise<boolean> {
    const { id, kind, tenantId } = pack;
    let store: PackStore;
    try {
      const own = { tenantId, storageId: walk.storage.id };
      const origin = walk.origin ?? { ...own, dataKey: () => this.#keys.dataKey(tenantId) };
      const shelf = walk.shelf(tenantId);
      store = new PackStore({ ...origin, shelf, dataKey: await origin.dataKey() });
    } catch (error) {
      if (error instanceof NotFound) return true;
      throw error;
    }
    try {
      const stored = await pack.data();
      if (!stored) throw new Damaged(`pack ${id}: the stored data is missing`);
      await store.open({ id, kind, data: stored });
      return true;
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      await store.markDamaged(id);
      return false;
    }
  }
}
