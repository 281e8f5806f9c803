import type { ByteSource } from '../../assets/ports/files/byte-source.ts';
import { chunkKey, type StoredFile } from '../../backups/parts/attachments/attachments-record.ts';
import { Damaged } from '../../kernel/errors.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';

/** Chunks that are opened at once. */
const AT_ONCE = 4;

/** The bytes of a file of a backup, a few chunks of it in memory. Reading it throws Damaged. */
export function storedContent(reader: BackupReader, { size, chunks }: StoredFile): ByteSource {
  async function* read(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < chunks.length; at += AT_ONCE) {
      const ids = chunks.slice(at, at + AT_ONCE);
      const records = await reader.getMany([...new Set(ids)].map(chunkKey));
      const bodies = new Map(records.map(({ id, body }) => [id, body]));
      for (const id of ids) yield bytesOf(bodies.get(id));
    }
  }
  return { size, read };
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  throw new Damaged('A chunk of an attached file is missing from the backup.');
}
