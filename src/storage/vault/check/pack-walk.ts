import { tenantId, type TenantId } from '../../../core/kernel/ids.ts';
import type { Storage } from '../../../core/storages/storage.ts';
import { eachDocument } from '../../each-document.ts';
import { storedBytes } from '../../stored-bytes.ts';
import { translated } from '../../translate-error.ts';
import type { MongoStorage } from '../mongo-storages.ts';
import { DocumentShelf, packModel, type PackDocument } from '../packs/document-shelf.ts';
import type { PackKind, PackShelf } from '../packs/pack-shelf.ts';

/** A pack that is met on a walk. */
export interface WalkedPack {
  /** Its place in the order of the walk. */
  at: string;
  tenantId: TenantId;
  id: string;
  kind: PackKind;
  /** Undefined where it should be and is not. @throws Damaged */
  data(): Promise<Buffer | undefined>;
}

/** All packs of a storage, whoever they belong to, always in the same order. */
export interface PackWalk {
  storage: Storage;
  /** About how many there are. */
  count(): Promise<number>;
  /** Those behind a place in the order; the empty text stands before the first one. */
  after(at: string, limit: number): AsyncIterable<WalkedPack>;
  shelf(of: TenantId): PackShelf;
}

/** Through the packs of a database, in the order of their ids. */
export function walkDatabase({ storage, connection }: MongoStorage): PackWalk {
  const model = packModel(connection);
  return {
    storage,
    count: () => translated(() => model.estimatedDocumentCount().exec()),
    async *after(at, limit) {
      const query = model
        .find({ _id: { $gt: at } })
        .sort({ _id: 1 })
        .limit(limit);
      for await (const pack of eachDocument<PackDocument>(query.lean<PackDocument[]>().cursor()))
        yield toWalked(pack);
    },
    shelf: (of) => new DocumentShelf(model, of),
  };
}

const toWalked = ({ _id, tenantId: of, kind, data }: PackDocument): WalkedPack => ({
  at: _id,
  tenantId: tenantId(of),
  id: _id,
  kind,
  data: async () => storedBytes(data),
});
