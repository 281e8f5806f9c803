import type { BackupUpkeep } from '../../../core/backups/backup-upkeep.ts';
import type { Backup } from '../../../core/backups/backup.ts';
import type { RunId, TenantId } from '../../../core/kernel/ids.ts';
import type { TenantCollection } from '../../tenant-collection.ts';
import type { BackupDocument } from './backup-document.ts';
import { COMPLETE, PENDING, ofSchema } from './backup-query.ts';
import { toBackup } from './to-backup.ts';

/** The backups of all tenants, as upkeep walks through them. */
export class MongoBackupUpkeep implements BackupUpkeep {
  readonly #everyTenant: TenantCollection<BackupDocument>['everyTenant'];

  constructor(everyTenant: TenantCollection<BackupDocument>['everyTenant']) {
    this.#everyTenant = everyTenant;
  }

  async pending(): Promise<{ tenantId: TenantId; id: RunId; run: RunId }[]> {
    const select = { tenantId: 1, 'copied.run': 1 } as const;
    const documents = await this.#everyTenant.find(PENDING, { select });
    return documents.map(({ _id: id, tenantId, copied }) => ({
      tenantId,
      id,
      run: copied?.run ?? id,
    }));
  }

  async pinning(): Promise<{ tenantId: TenantId; run: RunId }[]> {
    const isPinned = { pins: { $gt: '' } };
    const select = { tenantId: 1, pins: 1 } as const;
    const found = await this.#everyTenant.find(isPinned, { select });
    const runs = found.flatMap(({ tenantId, pins }) => pins.map((run) => ({ tenantId, run })));
    return [...new Map(runs.map((each) => [`${each.tenantId} ${each.run}`, each])).values()];
  }

  async beingCompleted(): Promise<Pick<Backup, 'id' | 'tenantId' | 'parts'>[]> {
    const query = { beingCompleted: true, ...COMPLETE, deleteRequested: false };
    const select = { tenantId: 1, parts: 1 } as const;
    const found = await this.#everyTenant.find(query, { select });
    return found.map(({ _id, tenantId, parts }) => ({ id: _id, tenantId, parts }));
  }

  async binnedBefore(at: Date): Promise<Pick<Backup, 'id' | 'tenantId' | 'catalogId'>[]> {
    const isFree = { hold: { $exists: false } };
    const query = { 'binned.at': { $lte: at }, ...COMPLETE, deleteRequested: false, ...isFree };
    const select = { tenantId: 1, catalogId: 1 } as const;
    const found = await this.#everyTenant.find(query, { select });
    return found.map(({ _id, tenantId, catalogId }) => ({ id: _id, tenantId, catalogId }));
  }

  async doomed(): Promise<Pick<Backup, 'id' | 'tenantId' | 'catalogId'>[]> {
    const doomed = await this.#everyTenant.find(
      { deleteRequested: true, ...COMPLETE },
      { select: { tenantId: 1, catalogId: 1 } },
    );
    return doomed.map(({ _id, tenantId, catalogId }) => ({ id: _id, tenantId, catalogId }));
  }

  async doomedBeside(
    backup: Backup,
    { by, limit }: { by: RunId; limit: number },
  ): Promise<RunId[]> {
    const { id, tenantId, catalogId, storageId } = backup;
    const beside = { tenantId: String(tenantId), ...ofSchema(catalogId), storageId };
    const doomed = await this.#everyTenant.find(
      { ...beside, deleteRequested: true },
      { select: { pins: 1, deletedBy: 1 }, limit },
    );
    const free = doomed.filter(({ pins, deletedBy = by }) => pins.length === 0 && deletedBy === by);
    return free.map(({ _id }) => _id).filter((each) => each !== id);
  }

  async nextAfter(id: string): Promise<Backup | undefined> {
    const query = { _id: { $gt: id }, ...COMPLETE, deleteRequested: false };
    const [next] = await this.#everyTenant.find(query, { sort: { _id: 1 }, limit: 1 });
    return next && toBackup(next);
  }
}
