import { Damaged, NotFound } from '../../kernel/errors.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';
import {
  chunkKey,
  readStoredAttachments,
  readStoredFile,
  type StoredAttachment,
} from '../parts/attachments/attachments-record.ts';

/** A file of an object, and its bytes. */
export interface AttachedFile {
  filename: string;
  size: number;
  /** A chunk of it at a time. Reading it throws Damaged. */
  bytes: AsyncIterable<Uint8Array>;
}

/** One of an object's attachments: a site may give two of them one id. */
export interface WantedAttachment {
  id: string;
  /** In the list of the object, from 0. */
  position: number;
}

/** @throws NotFound where the backup doesn't have it, or not its content; Damaged */
export async function openAttachment(
  reader: BackupReader,
  owner: { typeId: string; id: string },
  wanted: WantedAttachment,
): Promise<AttachedFile> {
  const attachments = await readStoredAttachments(reader, owner);
  const { filename, file } = findIn(attachments, wanted);
  if (file === null) throw new NotFound("This backup doesn't have the content of this attachment.");
  const { size, chunks } = await readStoredFile(reader, file);
  return { filename, size, bytes: readChunks(reader, chunks) };
}

function findIn(
  attachments: readonly StoredAttachment[],
  { id, position }: WantedAttachment,
): StoredAttachment {
  const found = attachments[position];
  if (found?.id !== id) throw new NotFound("This backup doesn't have this attachment.");
  return found;
}

async function* readChunks(
  reader: BackupReader,
  chunks: readonly string[],
): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) {
    const { body } = await reader.get(chunkKey(chunk));
    if (!(body instanceof Uint8Array)) throw new Damaged('A chunk of an attachment is no bytes.');
    yield body;
  }
}
