import { Damaged } from '../../kernel/errors.ts';
import type { BackupRef } from '../../storages/records/backup-header.ts';
import type { RecordChanges } from '../../storages/records/backup-reader.ts';
import type { SealedBackup } from '../../storages/records/backup-writer.ts';
import type { Vault } from '../../storages/vault.ts';

/**
 * How the objects of a sealed backup differ from those of its base; undefined where it leans on
 * none, or where that cannot be determined: the backup is no worse for it.
 */
export async function countObjectChanges(
  vault: Pick<Vault, 'countChanges'>,
  after: BackupRef & Pick<SealedBackup, 'header'>,
  base: BackupRef | undefined,
  signal: AbortSignal,
): Promise<RecordChanges | undefined> {
  if (!base || after.header.baseId !== base.id) return undefined;
  try {
    return await vault.countChanges(after, base, 'object', signal);
  } catch (error) {
    if (error instanceof Damaged) return undefined;
    throw error;
  }
}
