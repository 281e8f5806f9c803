import type { Backup } from '../../../core/backups/backup.ts';
import type { BackupDocument } from './backup-document.ts';

export function toBackup(document: BackupDocument): Backup {
  const { _id, state: _state, fence: _fence, ...own } = document;
  const { partsVersion: _version, beingCompleted: _completing, ...rest } = own;
  const { schemaId, schemaName, schemaKey, completedAt, ...fields } = rest;
  const { kept = [], keptCount = 0, lost = [], lostCount = 0 } = fields;
  return {
    ...fields,
    id: _id,
    schema: { id: schemaId, name: schemaName, key: schemaKey },
    completedAt: completedAt ?? fields.createdAt,
    kept,
    keptCount,
    lost,
    lostCount,
  };
}
