import { Damaged } from '../../../kernel/errors.ts';
import type { BackupWriter, WriterOptions } from '../../../storages/records/backup-writer.ts';
import type { Vault } from '../../../storages/vault.ts';
import type { BackupCheckpoint } from '../../backup-kind.ts';

/** Continues `from` the checkpoint, or starts over if what it names is no longer in the storage. */
export async function openWriter(
  vault: Vault,
  options: WriterOptions,
  from: BackupCheckpoint | undefined,
): Promise<{ writer: BackupWriter; from?: BackupCheckpoint }> {
  if (!from) return { writer: await vault.openWriter(options) };
  try {
    return { writer: await vault.openWriter({ ...options, checkpoint: from.writer }), from };
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    return { writer: await vault.openWriter(options) };
  }
}
