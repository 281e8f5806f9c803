import type { Person } from '../../kernel/person.ts';
import { runId, type RunId } from '../../kernel/ids.ts';
import type { SealedBackup } from '../../storages/vault.ts';
import type { Backup } from '../backup.ts';
import type { PendingBackup } from '../backup-store.ts';

interface Made {
  id: RunId;
  storageId: string;
  sealed: SealedBackup;
  /** When it was read back, and by which run and person it was made. */
  at: Date;
  run: RunId;
  by: Person;
}

/** A copy has the facts of the backup that it is one of; where it is, and its seal, are its own. */
export function copyOf(
  backup: Backup,
  { id, storageId, sealed, at, run, by }: Made,
): PendingBackup {
  const { description, changes } = backup;
  const { header, rootHash, storedBytes } = sealed;
  return {
    id,
    tenantId: backup.tenantId,
    catalogId: backup.catalogId,
    site: backup.site,
    schema: backup.schema,
    trigger: backup.trigger,
    requestedBy: backup.requestedBy,
    sequence: backup.sequence,
    createdAt: backup.createdAt,
    startedAt: backup.startedAt,
    formatVersion: header.formatVersion,
    storageId,
    baseId: header.baseId === undefined ? undefined : runId(header.baseId),
    parts: header.parts,
    changes,
    contentBytes: header.contentBytes,
    storedBytes,
    rootHash,
    unsaved: backup.unsaved,
    unsavedCount: backup.unsavedCount,
    kept: backup.kept,
    keptCount: backup.keptCount,
    lost: backup.lost,
    lostCount: backup.lostCount,
    moving: backup.moving,
    movingCount: backup.movingCount,
    description,
    verified: { at, ok: true, damage: [] },
    copied: { of: backup.id, original: originalOf(backup), from: backup.storageId, at, by, run },
  };
}

/** The backup that a person or a schedule asked for, of which this may be a copy. */
const originalOf = ({ id, copied }: Pick<Backup, 'id' | 'copied'>): RunId => copied?.original ?? id;
