import { randomBytes } from 'node:crypto';
import { Schema, type Connection } from 'mongoose';
import type { Mismatch } from '../../../core/storages/storage-epochs.ts';
import { openCollection, type Collection } from '../../collection.ts';

export interface Epoch {
  number: number;
  word: string;
}

/** In the service database; `_id` is the storage's. */
export interface KnownDocument {
  _id: string;
  epoch: Epoch;
  next?: Epoch;
  movedAt: Date;
  mismatch?: Mismatch;
}

/** In the storage. */
export interface EpochDocument extends Epoch {
  _id: string;
  /** Of a database that a tenant brought: whose storage it is, and which one. */
  tenantId?: string;
  storageId?: string;
  /** The tenant that it was attached to, of this or another installation; else it is `tenantId`. */
  owner?: string;
  /** When its owner moved it on, by the owner's clock. */
  usedAt?: Date;
}

const MOVE_MS = 300_000;
const epochFields = { _id: false, number: Number, word: String };
const knownSchema = new Schema(
  {
    _id: { type: String, required: true },
    epoch: epochFields,
    next: { type: epochFields, required: false },
    movedAt: Date,
    mismatch: { type: { _id: false, older: String, seenAt: Date }, required: false },
  },
  { collection: 'storage_epochs', versionKey: false },
);
const epochSchema = new Schema(
  {
    _id: { type: String, required: true },
    number: Number,
    word: String,
    tenantId: String,
    storageId: String,
    owner: String,
    usedAt: Date,
  },
  { collection: 'storage_meta', versionKey: false },
);

export const knownEpochs = (service: Connection): Collection<KnownDocument> =>
  openCollection(service, 'StorageEpoch', knownSchema);

export const heldEpochs = (storage: Connection): Collection<EpochDocument> =>
  openCollection(storage, 'StorageMeta', epochSchema);

export const newEpoch = (number: number): Epoch => ({
  number,
  word: randomBytes(12).toString('hex'),
});
const isSame = (a: Epoch | undefined, b: Epoch): boolean => a?.word === b.word;

/** Whether what a storage holds is what the service database knows, or has noted as the next. */
export const fitsKnown = ({ epoch, next }: KnownDocument, held: Epoch): boolean =>
  isSame(epoch, held) || isSame(next, held);

/** Trusts what a storage holds from now on, whatever was known about it. Repeatable. */
export async function adoptEpoch(
  knowns: Collection<KnownDocument>,
  { _id, epoch, movedAt }: Pick<KnownDocument, '_id' | 'epoch' | 'movedAt'>,
): Promise<void> {
  const adopted = { $set: { epoch, movedAt }, $unset: { next: 1, mismatch: 1 } };
  if (!(await knowns.update({ _id }, adopted))) await knowns.insert({ _id, epoch, movedAt });
}

interface Moving {
  knowns: Collection<KnownDocument>;
  /** Puts the next epoch into the storage; false where another one stands there meanwhile. */
  take: (next: Epoch) => Promise<boolean>;
  nowMs: number;
}

/** Takes the next epoch into a storage that is a database. */
export const takeInDatabase =
  (epochs: Collection<EpochDocument>, held: EpochDocument, nowMs: number) =>
  (next: Epoch): Promise<boolean> => {
    const moved = { ...next, usedAt: new Date(nowMs) };
    return epochs.update({ _id: held._id, word: held.word }, { $set: moved });
  };

/**
 * Moves a pair that fits on, if it is time. Order: the service notes the next epoch, the storage
 * takes it, the service takes it. Repeatable, by several replicas at once.
 */
export async function moveEpochOn(
  { known, held }: { known: KnownDocument; held: Epoch },
  { knowns, take, nowMs }: Moving,
): Promise<void> {
  const { epoch, next, movedAt } = known;
  const same = { _id: known._id, 'epoch.word': epoch.word };
  const taken = (of: Epoch) => ({
    $set: { epoch: of, movedAt: new Date(nowMs) },
    $unset: { next: 1 },
  });
  if (next && isSame(next, held)) {
    await knowns.update(same, taken(next));
    return;
  }
  const sinceMs = nowMs - movedAt.getTime();
  if (!next && sinceMs >= 0 && sinceMs < MOVE_MS) return;
  const noted = next ?? newEpoch(epoch.number + 1);
  const isFree = { ...same, next: { $exists: false } };
  // Else another replica moves it.
  if (!next && !(await knowns.update(isFree, { $set: { next: noted } }))) return;
  if (await take(noted)) await knowns.update(same, taken(noted));
}
