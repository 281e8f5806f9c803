import type { BackupReader } from '../../storages/vault.ts';
import type { RestoreContext } from '../context/restore-context.ts';
import { storedAttachmentsOf } from './stored-attachments-of.ts';

/** What a restore of attachments has to do at most. */
export interface CountedAttachments {
  /** Objects that have any. */
  objects: number;
  /** Files whose content the backup has. */
  files: number;
  /** Files of which it has no content. */
  withoutContent: number;
}

/** Of the objects of a restore. @throws Damaged */
export async function countAttachments(
  reader: BackupReader,
  { source }: Pick<RestoreContext, 'source'>,
  signal: AbortSignal,
): Promise<CountedAttachments> {
  const counted = { objects: 0, files: 0, withoutContent: 0 };
  for await (const { attachments } of storedAttachmentsOf(reader, source, signal)) {
    const files = attachments.filter(({ file }) => file !== null).length;
    counted.objects += 1;
    counted.files += files;
    counted.withoutContent += attachments.length - files;
  }
  return counted;
}
