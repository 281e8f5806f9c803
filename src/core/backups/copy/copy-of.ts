import type { Person } from '../../kernel/person.ts';
import { runId, type RunId } from '../../kernel/ids.ts';
import type { BackupPart } from '../../storages/records/backup-part.ts';
import type { SealedBackup } from '../../storages/records/backup-writer.ts';
import type { Backup } from '../backup.ts';
import { isSealed, type HeldPart } from '../held-part.ts';
import type { PendingBackup } from '../backup-store.ts';

interface Made {
  id: RunId;
  storageId: string;
  sealed: SealedBackup;
  /** When it was read back, and which run and person made it. */
  at: Date;
  run: RunId;
  by: Person;
}

/** A copy has the facts of its source; only its place and its seal are its own. */
export function copyOf(
  backup: Backup,
  { id, storageId, sealed, at, run, by }: Made,
): PendingBackup {
  const { description, changes, objectsRead } = backup;
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
    parts: partsOf(backup, header.parts),
    changes,
    objectsRead,
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

/** What was written, described as in the source; what the source lacks, the copy lacks. */
const partsOf = ({ parts }: Backup, written: readonly BackupPart[]): HeldPart[] => [
  ...written.map((part) => {
    const source = parts.find(({ name }) => name === part.name);
    return source && isSealed(source)
      ? { ...part, run: source.run, sealedAt: source.sealedAt }
      : part;
  }),
  ...parts.filter(({ name }) => !written.some((part) => part.name === name)),
];

/** The backup that a person or a schedule requested; this may be a copy of it. */
export const originalOf = ({ id, copied }: Pick<Backup, 'id' | 'copied'>): RunId =>
  copied?.original ?? id;
