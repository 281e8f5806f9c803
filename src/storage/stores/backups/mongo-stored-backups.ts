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
  _id: Pick<BackupDocument, 'storageId' | 'state' | 'deleteRequested'> & {
    binnedAt?: Date | null;
  };
  count: number;
}

/** By their storage, and by what takes them off the list. */
const BY_PLACE = {
  _id: {
    storageId: '$storageId',
    state: '$state',
    deleteRequested: '$deleteRequested',
    binnedAt: '$binned.at',
  },
  count: { $sum: 1 },
};

/** Questions to the backups of a tenant that go over all schemas. */
export class MongoStoredBackups implements StoredBackups {
  readonly #backups: TenantCollection<BackupDocument>;

  constructor(connection: Connection) {
    this.#backups = new TenantCollection<BackupDocument>(connection, 'Backup', backupSchema);
  }

  async count(tenantId: TenantId): Promise<ReadonlyMap<string, StoredCount>> {
    const counts = new Map<string, StoredCount>();
    for (const group of await this.#backups.of(tenantId).group<Group>({}, BY_PLACE)) {
      const { storageId } = group._id;
      const { listed, all } = counts.get(storageId) ?? { listed: 0, all: 0 };
      const shown = isListed(group) ? group.count : 0;
      counts.set(storageId, { listed: listed + shown, all: all + group.count });
    }
    return counts;
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

const isListed = ({ _id: { state, deleteRequested, binnedAt } }: Group): boolean =>
  state === 'complete' && !deleteRequested && !binnedAt;
