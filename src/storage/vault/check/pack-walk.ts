import { tenantId, type TenantId } from '../../../core/kernel/ids.ts';
import type { Storage } from '../../../core/storages/storage.ts';
import { eachDocument } from '../../each-document.ts';
import { storedBytes } from '../../stored-bytes.ts';
import { translated } from '../../translate-error.ts';
import type { VaultOrigin } from '../vault-place.ts';
import type { MongoStorage } from '../mongo-storages.ts';
import { DocumentShelf, packModel, type PackDocument } from '../packs/document-shelf.ts';
import type { PackKind, PackShelf } from '../packs/pack-shelf.ts';

/** A pack met on a walk. */
export interface WalkedPack {
  /** Its place in the order of the walk. */
  at: string;
  /** Whose it is here. */
  tenantId: TenantId;
  id: string;
  kind: PackKind;
  /** Undefined if it should exist but doesn't. @throws Damaged */
  data(): Promise<Buffer | undefined>;
}

/**
 * All packs of a storage, always in the same order: in that of the service whoever they belong to,
 * else those of its tenant.
 */
export interface PackWalk {
  storage: Storage;
  /** How many there are. */
  count(): Promise<number>;
  /**
   * Those behind a place in the order; the empty text stands before the first one. Fewer than the
   * limit only where there are no more.
   */
  after(at: string, limit: number): AsyncIterable<WalkedPack>;
  shelf(of: TenantId): PackShelf;
  /** Where another installation wrote it, or may have: as whose, and under which key. */
  origin?: VaultOrigin | undefined;
}

/** Through the packs of a database, in the order of their ids. */
export function walkDatabase({ storage, connection, of }: MongoStorage): PackWalk {
  const model = packModel(connection);
  return {
    storage,
    // The estimates of some servers are those of their last statistics, made when it was empty.
    count: () => translated(() => model.countDocuments({}).exec()),
    async *after(at, limit) {
      const query = model.find(packsAfter(at, of?.origin.tenantId)).sort({ _id: 1 }).limit(limit);
      for await (const pack of eachDocument<PackDocument>(query.lean<PackDocument[]>().cursor()))
        yield { ...toWalked(pack), ...(of && { tenantId: of.tenantId }) };
    },
    shelf: (owner) => new DocumentShelf(model, of?.origin.tenantId ?? owner),
    origin: of?.origin,
  };
}

/** Ids of packs begin with their tenant and a dot; a slash is what follows a dot. */
const packsAfter = (after: string, of: TenantId | undefined) =>
  of === undefined
    ? { _id: { $gt: after } }
    : { _id: { $gt: after || `${of}.`, $lt: `${of}/` }, tenantId: String(of) };

const toWalked = ({ _id, tenantId: of, kind, data }: PackDocument): WalkedPack => ({
  at: _id,
  tenantId: tenantId(of),
  id: _id,
  kind,
  data: async () => storedBytes(data),
});
