import { Schema, type Connection } from 'mongoose';
import type { TenantId } from '../../core/kernel/ids.ts';
import type { Person } from '../../core/kernel/person.ts';
import { storedBytes } from '../stored-bytes.ts';
import { storedPerson } from '../stored-shape.ts';
import { TenantCollection } from '../tenant-collection.ts';

/** What a recovery key was made of, and where it is known. One a tenant. */
export interface RecoveryDocument {
  _id: string;
  tenantId: TenantId;
  /** The tenant's data key under the recovery key. */
  sealed: Buffer;
  madeAt: Date;
  /** As `madeAt`, but later than that of every key before, whatever clocks said. */
  orderedAt?: Date;
  madeBy: Person;
  /** The storages that hold a copy. */
  opens: string[];
}

const schema = new Schema(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    sealed: Buffer,
    madeAt: Date,
    orderedAt: Date,
    madeBy: Schema.Types.Mixed,
    opens: [String],
  },
  { collection: 'recovery_keys', versionKey: false },
);

/** In the service database: what lies sealed under the recovery keys of tenants. */
export class MongoRecoveryStore {
  readonly #keys: TenantCollection<RecoveryDocument>;

  constructor(connection: Connection) {
    this.#keys = new TenantCollection(connection, 'RecoveryKey', schema);
  }

  async find(tenantId: TenantId): Promise<RecoveryDocument | undefined> {
    const found = await this.#keys.of(tenantId).byId(tenantId);
    if (!found) return undefined;
    const told = { madeAt: dateIn(found.madeAt), madeBy: personIn(found.madeBy) };
    return { ...found, ...told, sealed: storedBytes(found.sealed) };
  }

  /** Instead of an earlier one. */
  async put(made: Pick<RecoveryDocument, 'tenantId' | 'sealed' | 'madeAt' | 'madeBy'>) {
    const { tenantId, sealed, madeAt, madeBy } = made;
    const mine = this.#keys.of(tenantId);
    const before = await mine.byId(String(tenantId));
    const orderedAt = before ? new Date(Math.max(Number(madeAt), orderOf(before) + 1)) : madeAt;
    const change = { $set: { sealed, madeAt, orderedAt, madeBy, opens: [] } };
    // A second upsert at the same moment may be turned away: the document stands by then.
    if (!(await mine.upsert({ _id: String(tenantId) }, change)))
      await mine.update({ _id: String(tenantId) }, change);
  }

  /** A storage holds a copy of this very one. Repeatable. */
  async noteCopy({ tenantId, sealed }: RecoveryDocument, storageId: string): Promise<void> {
    const same = { _id: String(tenantId), sealed };
    await this.#keys.of(tenantId).update(same, { $addToSet: { opens: storageId } });
  }

  /** A storage may have lost its copy. Repeatable. */
  async forgetCopy(tenantId: TenantId, storageId: string): Promise<void> {
    await this.#keys
      .of(tenantId)
      .update({ _id: String(tenantId) }, { $pull: { opens: storageId } });
  }

  purge(tenantId: TenantId): Promise<void> {
    return this.#keys.purge(tenantId);
  }
}

const orderOf = ({ orderedAt, madeAt }: RecoveryDocument): number =>
  dateIn(orderedAt ?? madeAt).getTime();

/** If it was changed in the database, the key opens all the same: only when it was made is lost. */
const dateIn = (stored: unknown): Date => (stored instanceof Date ? stored : new Date(0));
const personIn = (stored: unknown): Person =>
  storedPerson.safeParse(stored).data ?? { accountId: '', name: 'unknown' };
