import type { Connection, Model } from 'mongoose';
import type { RunId, TenantId } from '../../core/kernel/ids.ts';
import type { StorageUsage } from '../../core/storages/storage-usage.ts';
import { Collection } from '../collection.ts';
import { sizesOf } from '../sizes-of.ts';
import { headerModel, type HeaderDocument } from './headers/header-document.ts';
import { partModel, type PartDocument } from './headers/part-store.ts';
import type { ManifestMirror } from './headers/manifest-mirror.ts';
import type { Scope } from './headers/scope.ts';
import { DocumentShelf, packModel } from './packs/document-shelf.ts';
import type { PackShelf } from './packs/pack-shelf.ts';

/** As whose everything is stored, and under which key. */
export interface VaultOrigin {
  tenantId: TenantId;
  storageId: string;
  dataKey: () => Promise<Buffer>;
}

/** Where the backups of one tenant in one storage stand. */
export interface VaultPlace {
  scope: Scope;
  headers: Model<HeaderDocument>;
  parts: Model<PartDocument>;
  shelf: PackShelf;
  /** Where headers and parts stand a second time, if they do. */
  mirror?: ManifestMirror;
  /**
   * Of a storage that is being attached: brings in what stands there of the first `limit` backups
   * behind an id. The id up to which all are in, or undefined where there are no more. Repeatable.
   */
  takeIn?: (after: string, limit: number) => Promise<RunId | undefined>;
}

/** All of it in one database. `isReadOnly`: reading notes nothing there either. */
export const placeInDatabase = (
  connection: Connection,
  tenantId: TenantId,
  { isReadOnly = false }: { isReadOnly?: boolean } = {},
): VaultPlace => ({
  scope: { tenantId },
  headers: headerModel(connection),
  parts: partModel(connection),
  shelf: new DocumentShelf(packModel(connection), tenantId, isReadOnly),
});

/** What is stored there, in bytes and objects. */
export async function usageOf({ scope, headers, parts, shelf }: VaultPlace): Promise<StorageUsage> {
  const used = await Promise.all([
    sizesOf(new Collection(headers, { ...scope })),
    sizesOf(new Collection(parts, { ...scope })),
    shelf.usage(),
  ]);
  return {
    bytes: used.reduce((sum, { bytes }) => sum + bytes, 0),
    objects: used.reduce((sum, { objects }) => sum + objects, 0),
  };
}

/** Deletes everything that stands there. Repeatable. */
export async function emptyPlace({ scope, headers, parts, shelf }: VaultPlace): Promise<void> {
  const mine = { ...scope };
  await new Collection(headers).deleteMany(mine, ['runId']);
  await new Collection(parts).deleteMany(mine, ['runId']);
  await shelf.purge();
}
