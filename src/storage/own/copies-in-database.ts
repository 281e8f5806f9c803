import { Schema, type Connection } from 'mongoose';
import type { TenantId } from '../../core/kernel/ids.ts';
import type { StorageOrigin } from '../../core/storages/storage.ts';
import { openCollection, type Collection } from '../collection.ts';
import { NO_DATE } from '../odd-fields.ts';
import type { CopyShelf, RecoveryCopy } from '../recovery/recovery-copies.ts';
import { storedBytes } from '../stored-bytes.ts';

type CopyDocument = Omit<RecoveryCopy, 'attached'> & { _id: string; attached?: Buffer };

const schema = new Schema(
  {
    _id: { type: String, required: true },
    tenantId: String,
    writtenAs: { type: { _id: false, tenantId: String, storageId: String } },
    sealed: Buffer,
    attached: Buffer,
    madeAt: Date,
  },
  { collection: 'storage_meta', versionKey: false },
);

const COPY = 'recovery ';
/** A database with more sites than this isn't ours. */
const MAX_COPIES = 200;

const copyId = (tenantId: TenantId): string => `${COPY}${tenantId}`;

/** Copies as documents beside the marks. */
export function copiesInDatabase(connection: Connection): CopyShelf {
  const copies: Collection<CopyDocument> = openCollection(connection, 'StorageRecovery', schema);
  return {
    async put({ attached, ...copy }) {
      const { tenantId, writtenAs, sealed, madeAt } = copy;
      const _id = copyId(writtenAs.tenantId);
      // A newer copy of the same tenant is kept.
      const isOlder = [
        { tenantId: { $ne: tenantId } },
        { madeAt: { $lte: madeAt } },
        // Changed in the database.
        { madeAt: NO_DATE },
      ];
      const fields = { ...copy, ...(attached && { attached }) };
      if (!(await copies.upsert({ _id, $or: isOlder }, { $set: fields }))) return false;
      const stands = await copies.byId(_id);
      return stands !== null && storedBytes(stands.sealed).equals(sealed);
    },
    async all() {
      const isCopy = { writtenAs: { $exists: true }, _id: { $gte: COPY } };
      const found = await copies.find(isCopy, { limit: MAX_COPIES });
      return found.map(({ sealed, attached, ...copy }) => ({
        ...copy,
        sealed: storedBytes(sealed),
        attached: attached && storedBytes(attached),
      }));
    },
    async remove({ tenantId }: StorageOrigin) {
      await copies.delete({ _id: copyId(tenantId) });
    },
  };
}
