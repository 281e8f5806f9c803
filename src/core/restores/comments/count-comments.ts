import type { BackupReader } from '../../storages/records/backup-reader.ts';
import type { RestoreContext } from '../context/restore-context.ts';
import { storedCommentsOf } from './stored-comments-of.ts';

/** How many comments the objects of a restore have in the backup. @throws Damaged */
export async function countComments(
  reader: BackupReader,
  { source }: Pick<RestoreContext, 'source'>,
  signal: AbortSignal,
): Promise<number> {
  let count = 0;
  for await (const { comments } of storedCommentsOf(reader, source, signal))
    count += comments.length;
  return count;
}
