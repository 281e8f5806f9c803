import type { AttachmentLimits } from '../../assets/ports/files/attachment-writer.ts';
import {
  readStoredFile,
  type StoredAttachment,
} from '../../backups/parts/attachments/attachments-record.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';
import type { RestoreContext } from '../context/restore-context.ts';
import { storedAttachmentsOf } from './stored-attachments-of.ts';

/** What a restore of attachments has to do at most. */
export interface CountedAttachments {
  /** Objects that have any. */
  objects: number;
  /** Files whose content the backup has, and that can be sent. */
  files: number;
  /** Files of which it has no content. */
  withoutContent: number;
  /** Files that are larger than what can be sent. */
  tooLarge: number;
  limits: AttachmentLimits;
}

/** Of the objects of a restore; `limits`: of the destination. @throws Damaged */
export async function countAttachments(
  reader: BackupReader,
  { source }: Pick<RestoreContext, 'source'>,
  { limits, signal }: { limits: AttachmentLimits; signal: AbortSignal },
): Promise<CountedAttachments> {
  const counted = { objects: 0, files: 0, withoutContent: 0, tooLarge: 0, limits };
  for await (const { attachments } of storedAttachmentsOf(reader, source, signal)) {
    counted.objects += 1;
    for (const attachment of attachments) counted[await outlookOf(reader, attachment, limits)] += 1;
  }
  return counted;
}

async function outlookOf(
  reader: BackupReader,
  { file, size }: StoredAttachment,
  { maxBytes = Infinity }: AttachmentLimits,
): Promise<'files' | 'withoutContent' | 'tooLarge'> {
  if (file === null) return 'withoutContent';
  if (maxBytes === Infinity) return 'files';
  const bytes = size ?? (await readStoredFile(reader, file)).size;
  return bytes > maxBytes ? 'tooLarge' : 'files';
}
