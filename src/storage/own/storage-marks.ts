/**
 * The mark by which a database that a tenant brought is known again, and the epoch in it (see
 * vault/check). Without its mark a database is another one, or was emptied; with an older epoch it
 * is an older copy; with another owner it was attached elsewhere. Nothing is written there before
 * an administrator has said what to do.
 */
import type { Connection } from 'mongoose';
import type { Clock } from '../../core/kernel/time/clock.ts';
import { tenantId as asTenantId, type TenantId } from '../../core/kernel/ids.ts';
import type { StorageFit } from '../../core/storages/storage-faults.ts';
import { originOf, type FoundMark, type Marked } from '../recovery/marked.ts';
import {
  adoptEpoch,
  fitsKnown,
  heldEpochs,
  knownEpochs,
  moveEpochOn,
  newEpoch,
  takeInDatabase,
  type EpochDocument,
  type KnownDocument,
} from '../vault/check/epoch-documents.ts';
import type { Collection } from '../collection.ts';

const MARK = 'mark ';
/** A database with more sites than this isn't ours. */
const MAX_MARKS = 200;

const markOf = (tenantId: TenantId): string => `${MARK}${tenantId}`;
const ownerOf = (held: EpochDocument): string | undefined => held.owner ?? held.tenantId;

export class StorageMarks {
  readonly #known: Collection<KnownDocument>;
  readonly #clock: Pick<Clock, 'now'>;

  constructor(service: Connection, clock: Pick<Clock, 'now'>) {
    this.#known = knownEpochs(service);
    this.#clock = clock;
  }

  /** The storage of this tenant that a database is; undefined where it is none. */
  async storageIn(connection: Connection, tenantId: TenantId): Promise<string | undefined> {
    return (await heldEpochs(connection).byId(markOf(tenantId)))?.storageId;
  }

  /** Whether a storage is in this database, whoever writes there. */
  async isIn(connection: Connection, marked: Marked): Promise<boolean> {
    const { tenantId, storageId } = originOf(marked);
    return (await this.storageIn(connection, tenantId)) === storageId;
  }

  /** Whether a storage is in this database, and nobody else has taken it over. */
  async isHeld(connection: Connection, marked: Marked): Promise<boolean> {
    const { tenantId, storageId } = originOf(marked);
    const held = await heldEpochs(connection).byId(markOf(tenantId));
    return held?.storageId === storageId && ownerOf(held) === String(marked.tenantId);
  }

  /** All marks in a database. */
  async all(connection: Connection): Promise<FoundMark[]> {
    const marks = { storageId: { $exists: true }, _id: { $gte: MARK } };
    const found = await heldEpochs(connection).find(marks, { limit: MAX_MARKS });
    return found
      .filter(({ _id }) => _id.startsWith(MARK))
      .map((held) => ({
        tenantId: asTenantId(held.tenantId ?? ''),
        storageId: held.storageId ?? '',
        owner: asTenantId(ownerOf(held) ?? ''),
        usedAt: held.usedAt,
      }));
  }

  /** Repeatable. What the database holds counts from now on, and the tenant is its owner. */
  async set(connection: Connection, marked: Marked): Promise<void> {
    const epochs = heldEpochs(connection);
    const origin = originOf(marked);
    const _id = markOf(origin.tenantId);
    const usedAt = new Date(this.#clock.now());
    await epochs.insert({ _id, ...newEpoch(1), ...origin, usedAt });
    const held = await this.#takeOver(epochs, _id, marked.tenantId);
    const epoch = { number: held.number, word: held.word };
    await adoptEpoch(this.#known, { _id: marked.storageId, epoch, movedAt: usedAt });
  }

  async compare(connection: Connection, marked: Marked): Promise<StorageFit> {
    const origin = originOf(marked);
    const held = await heldEpochs(connection).byId(markOf(origin.tenantId));
    if (held?.storageId !== origin.storageId) return 'swapped';
    if (ownerOf(held) !== String(marked.tenantId)) return 'taken';
    const known = await this.#known.byId(marked.storageId);
    if (known && fitsKnown(known, held)) return 'fits';
    // Another replica may have moved them on meanwhile.
    const again = await this.#known.byId(marked.storageId);
    if (again && fitsKnown(again, held)) return 'fits';
    if (again && held.number < again.epoch.number) return 'restored';
    // Whoever had it before may be of a version that does not know of owners, and still write.
    if (again && marked.origin) return 'taken';
    // The service database is the older one: the storage is complete.
    await this.set(connection, marked);
    return 'fits';
  }

  /** Of a database that fits: both move on together every few minutes. */
  async moveOn(connection: Connection, marked: Marked): Promise<void> {
    const epochs = heldEpochs(connection);
    const known = await this.#known.byId(marked.storageId);
    const held = await epochs.byId(markOf(originOf(marked).tenantId));
    if (!known || !held || !fitsKnown(known, held)) return;
    const nowMs = this.#clock.now();
    const take = takeInDatabase(epochs, held, nowMs);
    await moveEpochOn({ known, held }, { knowns: this.#known, take, nowMs });
  }

  /** In the database. Repeatable. */
  async remove(connection: Connection, marked: Marked): Promise<void> {
    await heldEpochs(connection).delete({ _id: markOf(originOf(marked).tenantId) });
  }

  /** In the service database. Repeatable. */
  async forget(storageId: string): Promise<void> {
    await this.#known.delete({ _id: storageId });
  }

  /** Whoever had it before finds an epoch that it does not know, and another owner. */
  async #takeOver(
    epochs: Collection<EpochDocument>,
    id: string,
    owner: TenantId,
  ): Promise<EpochDocument> {
    const held = await epochs.byId(id);
    if (held && ownerOf(held) !== String(owner)) {
      const taken = { ...newEpoch(held.number + 1), owner, usedAt: new Date(this.#clock.now()) };
      await epochs.update({ _id: id, word: held.word }, { $set: taken });
    }
    const stands = await epochs.byId(id);
    if (!stands || ownerOf(stands) !== String(owner))
      throw new Error('The mark of a storage was not stored.');
    return stands;
  }
}
