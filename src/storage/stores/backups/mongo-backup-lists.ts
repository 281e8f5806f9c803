import type { Connection } from 'mongoose';
import type { BackupLists, FoundBackups } from '../../../core/backups/backup-lists.ts';
import { compareAge, type BackupOutline } from '../../../core/backups/backup-outline.ts';
import { countRecords, type Backup } from '../../../core/backups/backup.ts';
import type { CatalogId, RunId, TenantId } from '../../../core/kernel/ids.ts';
import { TenantCollection } from '../../tenant-collection.ts';
import { backupSchema, backupShape, type BackupDocument } from './backup-document.ts';
import { COMPLETE, inBin, listed, ofSchema, standing } from './backup-query.ts';
import { MongoBackupUpkeep } from './mongo-backup-upkeep.ts';
import { toBackup } from './to-backup.ts';
import { OUTLINE_FIELDS, toOutline } from './to-outline.ts';

const NEWEST_FIRST = { sequence: -1, createdAt: -1 } as const;
const COUNT_FIELDS = { 'parts.name': 1, 'parts.counts': 1 } as const;

/** The backups of a tenant, schema by schema. */
export class MongoBackupLists extends MongoBackupUpkeep implements BackupLists {
  protected readonly backups: TenantCollection<BackupDocument>;

  constructor(connection: Connection) {
    const shaped = [backupSchema, backupShape] as const;
    const backups = new TenantCollection<BackupDocument>(connection, 'Backup', ...shaped);
    super(backups.everyTenant);
    this.backups = backups;
  }

  /** Sorted here: no index has listed and binned ones together in this order. */
  async outlines(tenantId: TenantId, catalogId: CatalogId): Promise<FoundBackups<BackupOutline>> {
    const mine = this.backups.of(tenantId);
    const select = OUTLINE_FIELDS;
    const { documents, unreadable } = await mine.findReadable(standing(catalogId), { select });
    const newestFirst = documents.map(toOutline).toSorted((a, b) => compareAge(b, a));
    return { backups: newestFirst, unreadable };
  }

  async outlinesOf(tenantId: TenantId, ids: readonly RunId[]): Promise<BackupOutline[]> {
    if (ids.length === 0) return [];
    const query = { ...byIds(ids), deleteRequested: false };
    const select = OUTLINE_FIELDS;
    return (await this.backups.of(tenantId).find(query, { select })).map(toOutline);
  }

  async find(tenantId: TenantId, ids: readonly RunId[]): Promise<FoundBackups<Backup>> {
    if (ids.length === 0) return { backups: [], unreadable: 0 };
    const { documents, unreadable } = await this.backups.of(tenantId).findReadable(byIds(ids));
    const found = new Map(documents.map((document) => [document._id, toBackup(document)]));
    return { backups: ids.flatMap((id) => found.get(id) ?? []), unreadable };
  }

  async objectCounts(
    tenantId: TenantId,
    ids: readonly RunId[],
  ): Promise<ReadonlyMap<RunId, number>> {
    if (ids.length === 0) return new Map();
    const documents = await this.backups.of(tenantId).find(byIds(ids), { select: COUNT_FIELDS });
    return new Map(documents.map((document) => [document._id, countRecords(document, 'object')]));
  }

  async newest(
    tenantId: TenantId,
    catalogId: CatalogId,
    most: number,
    { storageId }: { storageId?: string | undefined } = {},
  ): Promise<Backup[]> {
    const range = { sort: NEWEST_FIRST, limit: most };
    const mine = this.backups.of(tenantId);
    const also = storageId === undefined ? {} : { storageId };
    return (await mine.findWithin(listed(catalogId), also, range)).map(toBackup);
  }

  async all(tenantId: TenantId, catalogId: CatalogId): Promise<FoundBackups<Backup>> {
    const mine = this.backups.of(tenantId);
    const { documents, unreadable } = await mine.findReadable(ofSchema(catalogId));
    return { backups: documents.map(toBackup), unreadable };
  }

  async inBin(tenantId: TenantId, catalogId: CatalogId): Promise<BackupOutline[]> {
    const range = { select: OUTLINE_FIELDS, sort: { 'binned.at': -1 } } as const;
    return (await this.backups.of(tenantId).find(inBin(catalogId), range)).map(toOutline);
  }
}

/** The ids come first: by them alone the embedded database finds each one directly. */
const byIds = (ids: readonly RunId[]) => ({ _id: { $in: ids.map(String) }, ...COMPLETE });
