/**
 * A storage keeps an epoch, a number with a random word, and the service database remembers it.
 * Both move on together every few minutes: where they differ, one of the two was restored from a
 * copy that is older than the last move. Order of a move: the service notes the next epoch, the
 * storage takes it, the service takes it; a crash in between leaves one that the service has noted.
 */
import type { Connection } from 'mongoose';
import type { Clock } from '../../../core/kernel/time/clock.ts';
import type { Mismatch, StorageEpochs } from '../../../core/storages/storage-epochs.ts';
import type { Collection } from '../../collection.ts';
import type { MongoStorage } from '../mongo-storages.ts';
import {
  heldEpochs,
  fitsKnown,
  knownEpochs,
  moveEpochOn,
  newEpoch,
  takeInDatabase,
  type EpochDocument,
  type KnownDocument,
} from './epoch-documents.ts';

const EPOCH = 'epoch';

export class MongoStorageEpochs implements StorageEpochs {
  readonly #known: Collection<KnownDocument>;
  readonly #storages: readonly { id: string; epochs: Collection<EpochDocument> }[];
  readonly #clock: Clock;

  constructor(deps: { service: Connection; storages: readonly MongoStorage[]; clock: Clock }) {
    this.#known = knownEpochs(deps.service);
    this.#clock = deps.clock;
    this.#storages = deps.storages.map(({ storage, connection }) => ({
      id: storage.id,
      epochs: heldEpochs(connection),
    }));
  }

  async mismatch(storageId: string): Promise<Mismatch | undefined> {
    return (await this.#known.byId(storageId))?.mismatch;
  }

  /**
   * Compares all of them and moves those on that fit; returns what did not fit right now.
   * Repeatable, by several replicas at once.
   */
  async compare(): Promise<(Mismatch & { storageId: string })[]> {
    const found: (Mismatch & { storageId: string })[] = [];
    for (const { id, epochs } of this.#storages) {
      const mismatch = await this.#compareOne(id, epochs);
      if (mismatch) found.push({ storageId: id, ...mismatch });
    }
    return found;
  }

  async #compareOne(id: string, epochs: Collection<EpochDocument>): Promise<Mismatch | undefined> {
    const known = await this.#known.byId(id);
    const held = await epochs.byId(EPOCH);
    if (!known || !held) return this.#meet(id, epochs, known, held);
    if (!fitsKnown(known, held)) {
      const again = await this.#known.byId(id); // another replica may have moved them on meanwhile
      if (again && fitsKnown(again, held)) return undefined;
      return this.#adopt(known, held, held.number >= known.epoch.number ? 'service' : 'storage');
    }
    const nowMs = this.#clock.now();
    const take = takeInDatabase(epochs, held, nowMs);
    await moveEpochOn({ known, held }, { knowns: this.#known, take, nowMs });
    return undefined;
  }

  /** One of them does not know of any epoch: both are new, or one of them is. */
  async #meet(
    id: string,
    epochs: Collection<EpochDocument>,
    known: KnownDocument | null,
    held: EpochDocument | null,
  ): Promise<Mismatch | undefined> {
    const now = new Date(this.#clock.now());
    if (!held) await epochs.insert({ _id: EPOCH, ...newEpoch((known?.epoch.number ?? 0) + 1) });
    const there = await epochs.byId(EPOCH);
    if (!there) return undefined;
    const { number, word } = there;
    if (known) return this.#adopt(known, there, 'storage');
    const mismatch = held ? ({ older: 'service', seenAt: now } as const) : undefined;
    const first = { _id: id, epoch: { number, word }, movedAt: now };
    const isFirst = await this.#known.insert(mismatch ? { ...first, mismatch } : first);
    return isFirst ? mismatch : undefined;
  }

  async #adopt(
    { _id, epoch }: KnownDocument,
    { number, word }: EpochDocument,
    older: Mismatch['older'],
  ): Promise<Mismatch | undefined> {
    const mismatch = { older, seenAt: new Date(this.#clock.now()) };
    const change = { $set: { epoch: { number, word }, mismatch }, $unset: { next: 1 } };
    const isMine = await this.#known.update({ _id, 'epoch.word': epoch.word }, change);
    return isMine ? mismatch : undefined;
  }
}
