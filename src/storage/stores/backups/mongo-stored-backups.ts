import type { Connection } from 'mongoose';
import type {
  BackupInStorage,
  StoredBackups,
  StoredCount,
} from '../../../core/backups/stored-backups.ts';
import type { TenantId } from '../../../core/kernel/ids.ts';
import { TenantCollection } from '../../tenant-collection.ts';
import { backupSchema, type BackupDocument } from './backup-document.ts';

interface Group {
  _id: string;
  count: number;
}

const BY_STORAGE = { _id: '$storageId', count: { $sum: 1 } };
const LISTED = { state: 'complete', deleteRequested: false, binned: null };

/** Questions to the backups of a tenant that go over all schemas. */
export class MongoStoredBackups implements StoredBackups {
  readonly #backups: TenantCollection<BackupDocument>;

  constructor(connection: Connection) {
    this.#backups = new TenantCollection<BackupDocument>(connection, 'Backup', backupSchema);
  }

  async count(tenantId: TenantId): Promise<ReadonlyMap<string, StoredCount>> {
    const mine = this.#backups.of(tenantId);
    const [all, listed] = await Promise.all([
      mine.group<Group>({}, BY_STORAGE),
      mine.group<Group>(LISTED, BY_STORAGE),
    ]);
    const shown = new Map(listed.map(({ _id, count }) => [_id, count]));
    return new Map(all.map(({ _id, count }) => [_id, { listed: shown.get(_id) ?? 0, all: count }]));
  }

  async inStorage(tenantId: TenantId, storageId: string): Promise<BackupInStorage[]> {
    const select = { catalogId: 1, hold: 1, binned: 1, deleteRequested: 1, state: 1 } as const;
    const found = await this.#backups.of(tenantId).find({ storageId }, { select });
    return found.map(({ _id: id, catalogId, hold, binned, deleteRequested, state }) => ({
      id,
      catalogId,
      isHeld: hold !== undefined,
      isLeaving: binned !== undefined || deleteRequested || state !== 'complete',
      isBeingDeleted: deleteRequested,
    }));
  }
}
