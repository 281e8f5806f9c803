/**
 * The mark by which a database that a tenant brought is known again, and the epoch in it (see
 * vault/check). Without its mark a database is another one, or was emptied; with an older epoch it
 * is an older copy. Neither is written to before an administrator has said what to do.
 */
import type { Connection } from 'mongoose';
import type { Clock } from '../../core/kernel/clock.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import type { StorageFit } from '../../core/storages/storage-faults.ts';
import {
  fitsKnown,
  heldEpochs,
  knownEpochs,
  moveEpochOn,
  newEpoch,
  takeInDatabase,
  type KnownDocument,
} from '../vault/check/epoch-documents.ts';
import type { Collection } from '../collection.ts';

interface Marked {
  tenantId: TenantId;
  storageId: string;
}

const markOf = (tenantId: TenantId): string => `mark ${tenantId}`;

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

  /** Repeatable. What the database holds is what counts from now on. */
  async set(connection: Connection, { tenantId, storageId }: Marked): Promise<void> {
    const epochs = heldEpochs(connection);
    const _id = markOf(tenantId);
    await epochs.insert({ _id, ...newEpoch(1), tenantId, storageId });
    const held = await epochs.byId(_id);
    if (!held) throw new Error('The mark of a storage was not stored.');
    const epoch = { number: held.number, word: held.word };
    const movedAt = new Date(this.#clock.now());
    const adopted = { $set: { epoch, movedAt }, $unset: { next: 1, mismatch: 1 } };
    if (!(await this.#known.update({ _id: storageId }, adopted)))
      await this.#known.insert({ _id: storageId, epoch, movedAt });
  }

  async compare(connection: Connection, { tenantId, storageId }: Marked): Promise<StorageFit> {
    const held = await heldEpochs(connection).byId(markOf(tenantId));
    if (held?.storageId !== storageId) return 'swapped';
    const known = await this.#known.byId(storageId);
    if (known && fitsKnown(known, held)) return 'fits';
    // Another replica may have moved them on meanwhile.
    const again = await this.#known.byId(storageId);
    if (again && fitsKnown(again, held)) return 'fits';
    if (again && held.number < again.epoch.number) return 'restored';
    // The service database is the older one: what the storage holds is whole.
    await this.set(connection, { tenantId, storageId });
    return 'fits';
  }

  /** Of a database that fits: both move on together every few minutes. */
  async moveOn(connection: Connection, { tenantId, storageId }: Marked): Promise<void> {
    const epochs = heldEpochs(connection);
    const [known, held] = [await this.#known.byId(storageId), await epochs.byId(markOf(tenantId))];
    if (!known || !held || !fitsKnown(known, held)) return;
    const nowMs = this.#clock.now();
    const take = takeInDatabase(epochs, held);
    await moveEpochOn({ known, held }, { knowns: this.#known, take, nowMs });
  }

  /** In the database. Repeatable. */
  async remove(connection: Connection, tenantId: TenantId): Promise<void> {
    await heldEpochs(connection).delete({ _id: markOf(tenantId) });
  }

  /** In the service database. Repeatable. */
  async forget(storageId: string): Promise<void> {
    await this.#known.delete({ _id: storageId });
  }
}
