import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Attachment } from '../../../assets/model/attachment.ts';
import { asJson } from '../../../kernel/json/json-value.ts';
import type { BackupRecord, RecordKey } from '../../../storages/records/backup-record.ts';
import type { BackupReader } from '../../../storages/records/backup-reader.ts';
import type { ObjectOwner } from '../../reading/object-batches.ts';
import { recordLabel } from '../../reading/record-label.ts';

/** The body of a record of attachments: those of one object, the oldest first. */
const StoredAttachments = z.object({
  attachments: z.array(
    z.object({
      id: z.string(),
      filename: z.string(),
      contentType: z.string(),
      size: z.number().nullable(),
      author: z.object({ id: z.string(), name: z.string() }),
      created: z.string(),
      comment: z.string(),
      /** The id of its bytes' record; null where they couldn't be obtained, for this reason. */
      file: z.string().nullable(),
      why: z.string().optional(),
    }),
  ),
});
export type StoredAttachment = z.infer<typeof StoredAttachments>['attachments'][number];

/** The body of a file's record: its bytes are the chunks one after the other. */
const StoredFile = z.object({ size: z.number(), chunks: z.array(z.string()) });
export type StoredFile = z.infer<typeof StoredFile>;

type Owner = Pick<ObjectOwner, 'typeId' | 'id'>;

const attachmentsKey = ({ typeId, id }: Owner): RecordKey => ({
  kind: 'attachments',
  type: typeId,
  id,
});
export const fileKey = (id: string): RecordKey => ({ kind: 'attachmentFile', type: '0', id });
export const chunkKey = (id: string): RecordKey => ({ kind: 'attachmentChunk', type: '0', id });

export const attachmentsRecord = (
  owner: ObjectOwner,
  attachments: StoredAttachment[],
): BackupRecord => ({
  ...attachmentsKey(owner),
  label: recordLabel(owner.label),
  body: asJson({ attachments }),
});

/** A chunk is known by what it holds, so that equal ones are one record. */
export const chunkRecord = (bytes: Uint8Array): BackupRecord => ({
  ...chunkKey(createHash('sha256').update(bytes).digest('hex')),
  label: '',
  body: bytes,
});

/** A file is known by its chunks. */
export const fileRecord = (file: StoredFile): BackupRecord => ({
  ...fileKey(createHash('sha256').update(file.chunks.join()).digest('hex')),
  label: '',
  body: asJson(file),
});

export const attachmentOf = (
  { id, filename, contentType, size, author, created, comment }: Attachment,
  { size: taken, ...bytes }: Pick<StoredAttachment, 'file' | 'why'> & { size?: number | undefined },
): StoredAttachment => ({
  id,
  filename,
  contentType,
  size: size ?? taken ?? null,
  author,
  created,
  comment,
  ...bytes,
});

/** Empty where the backup has none of the object. @throws Damaged */
export async function readStoredAttachments(
  reader: BackupReader,
  owner: Owner,
): Promise<StoredAttachment[]> {
  const [record] = await reader.getMany([attachmentsKey(owner)]);
  return record ? attachmentsIn(record) : [];
}

/** Of a record of attachments. */
export const attachmentsIn = ({ body }: Pick<BackupRecord, 'body'>): StoredAttachment[] =>
  StoredAttachments.parse(body).attachments;

/** @throws Damaged, NotFound */
export async function readStoredFile(reader: BackupReader, file: string): Promise<StoredFile> {
  const { body } = await reader.get(fileKey(file));
  return StoredFile.parse(body);
}
