import type { MediaContent } from '../../../simulator/media/media-content.ts';
import type { Site } from '../../../simulator/site/site.ts';
import type { SimFile } from '../../../simulator/site/content/site-attachments.ts';
import {
  attachmentsIn,
  chunkKey,
  readStoredFile,
} from '../../../src/core/backups/parts/attachments/attachments-record.ts';
import type { BackupReader } from '../../../src/core/storages/records/backup-reader.ts';

/** Gives an object of a pretend site a file. */
export const attachFile = (
  site: Site,
  objectId: number,
  filename: string,
  content: MediaContent,
): SimFile =>
  site.attachments.add({
    objectId,
    author: [...site.users.keys()][0] ?? '',
    at: Date.parse('2024-05-26T11:58:38Z'),
    mimeType: 'text/plain',
    filename,
    comment: '',
    content,
  });

/** The bytes of every file of a backup, by its name; undefined where it hasn't them. */
export async function storedFiles(
  reader: BackupReader,
): Promise<Record<string, Buffer | undefined>> {
  const files: Record<string, Buffer | undefined> = {};
  for await (const record of reader.records({ kind: 'attachments' }))
    for (const { filename, file } of attachmentsIn(record))
      files[filename] = file === null ? undefined : await bytesOf(reader, file);
  return files;
}

async function bytesOf(reader: BackupReader, file: string): Promise<Buffer> {
  const { chunks } = await readStoredFile(reader, file);
  const parts: Uint8Array[] = [];
  for (const chunk of chunks) parts.push((await reader.get(chunkKey(chunk))).body as Uint8Array);
  return Buffer.concat(parts);
}
