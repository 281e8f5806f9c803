import type { Connection } from 'mongoose';
import type {
  BackupFilter,
  BackupLists,
  StoredBackup,
  TimelineBackup,
} from '../../../core/backups/backup-lists.ts';
import type { Backup } from '../../../core/backups/backup.ts';
import type { CopyableBackup } from '../../../core/backups/copyable-backup.ts';
import type { RetainedBackup } from '../../../core/backups/retention/plan-retention.ts';
import type { CatalogId, TenantId } from '../../../core/kernel/ids.ts';
import { pageOf, type Page } from '../../../core/kernel/page.ts';
import { TenantCollection } from '../../tenant-collection.ts';
import { backupSchema, backupShape, type BackupDocument } from './backup-document.ts';
import { backupQuery, inBin, listed, ofSchema } from './backup-query.ts';
import { MongoBackupUpkeep } from './mongo-backup-upkeep.ts';
import { RETAINED_FIELDS, retainedByStorage } from './retained-by-storage.ts';
import { toBackup, toTimeline } from './to-backup.ts';
import { COPYABLE_FIELDS, eachOnce, toCopyable } from './to-copyable.ts';

const NEWEST_FIRST = { sequence: -1, createdAt: -1 } as const;
const WHEN_FIELDS = { completedAt: 1, createdAt: 1, trigger: 1, 'copied.original': 1 } as const;
const TIMELINE_FIELDS = { ...WHEN_FIELDS, parts: 1, 'verified.ok': 1, damage: 1 } as const;

/** The backups of a tenant, schema by schema. */
export class MongoBackupLists extends MongoBackupUpkeep implements BackupLists {
  protected readonly backups: TenantCollection<BackupDocument>;

  constructor(connection: Connection) {
    const shaped = [backupSchema, backupShape] as const;
    const backups = new TenantCollection<BackupDocument>(connection, 'Backup', ...shaped);
    super(backups.everyTenant);
    this.backups = backups;
  }

  async list(
    tenantId: TenantId,
    catalogId: CatalogId,
    filter: BackupFilter,
  ): Promise<Page<Backup>> {
    const { page, pageSize } = filter;
    const mine = this.backups.of(tenantId);
    const query = { ...listed(catalogId), ...backupQuery(filter) };
    const range = {
      sort: NEWEST_FIRST,
      skip: (page - 1) * pageSize,
      limit: pageSize,
    } as const;
    const [{ documents, unreadable }, total] = await Promise.all([
      mine.findReadable(query, range),
      mine.count(query),
    ]);
    return pageOf(documents.map(toBackup), total, { page, pageSize, unreadable });
  }

  async newest(
    tenantId: TenantId,
    catalogId: CatalogId,
    most: number,
    filter: Pick<BackupFilter, 'storageId'> = {},
  ): Promise<Backup[]> {
    const range = { sort: NEWEST_FIRST, limit: most };
    const mine = this.backups.of(tenantId);
    return (await mine.findWithin(listed(catalogId), backupQuery(filter), range)).map(toBackup);
  }

  countNewer(tenantId: TenantId, { catalogId, sequence, createdAt }: Backup): Promise<number> {
    const later = { createdAt: { $gt: createdAt } };
    const newer =
      sequence === undefined
        ? [{ sequence: { $exists: true } }, later]
        : [{ sequence: { $gt: sequence } }, { sequence, ...later }];
    return this.backups.of(tenantId).count({ ...listed(catalogId), $or: newer });
  }

  async since(
    tenantId: TenantId,
    catalogId: CatalogId,
    from: Date,
    limit: number,
  ): Promise<TimelineBackup[]> {
    const query = { ...listed(catalogId), completedAt: { $gte: from } };
    const documents = await this.backups.of(tenantId).find(query, {
      select: TIMELINE_FIELDS,
      sort: NEWEST_FIRST,
      limit,
    });
    return eachOnce(documents).map(toTimeline);
  }

  async stored(
    tenantId: TenantId,
    catalogId: CatalogId,
    limit: number,
  ): Promise<{ bytes: number; newest: StoredBackup[] }> {
    const mine = this.backups.of(tenantId);
    const query = { ...ofSchema(catalogId), deleteRequested: false };
    const [sums, documents] = await Promise.all([
      mine.group<{ bytes: number }>(query, { _id: null, bytes: { $sum: '$storedBytes' } }),
      mine.find(query, {
        select: { ...WHEN_FIELDS, storedBytes: 1 },
        sort: { createdAt: -1 },
        limit,
      }),
    ]);
    const newest = eachOnce(documents).map(({ completedAt, createdAt, trigger, storedBytes }) => ({
      at: completedAt ?? createdAt,
      trigger,
      storedBytes,
    }));
    return { bytes: sums[0]?.bytes ?? 0, newest };
  }

  async all(tenantId: TenantId, catalogId: CatalogId): Promise<Backup[]> {
    return (await this.backups.of(tenantId).find(ofSchema(catalogId))).map(toBackup);
  }

  async inBin(tenantId: TenantId, catalogId: CatalogId): Promise<Backup[]> {
    const sort = { 'binned.at': -1 } as const;
    return (await this.backups.of(tenantId).find(inBin(catalogId), { sort })).map(toBackup);
  }

  async retainable(
    tenantId: TenantId,
    catalogId: CatalogId,
  ): Promise<Map<string, RetainedBackup[]>> {
    const select = RETAINED_FIELDS;
    return retainedByStorage(await this.backups.of(tenantId).find(listed(catalogId), { select }));
  }

  async copyable(tenantId: TenantId, catalogId: CatalogId): Promise<CopyableBackup[]> {
    const select = COPYABLE_FIELDS;
    const documents = await this.backups.of(tenantId).find(listed(catalogId), { select });
    return documents.map(toCopyable);
  }

  async damaged(tenantId: TenantId, catalogId: CatalogId): Promise<Backup[]> {
    const isDamaged = { $or: [{ damage: { $exists: true } }, { 'verified.ok': false }] };
    const mine = this.backups.of(tenantId);
    const damaged = await mine.findWithin(listed(catalogId), isDamaged, {
      sort: { createdAt: -1 },
    });
    return damaged.map(toBackup);
  }
}
