import { StoredComments } from '../../backups/parts/comments/comments-record.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';
import type { RestoreSource } from '../context/restore-source.ts';

/** The comments of one object of the backup. */
export interface ObjectComments {
  /** Of the object in the graph. */
  node: number;
  id: string;
  label: string;
  comments: StoredComments['comments'];
}

/** The comments of the objects that are restored, as far as they are held. @throws Damaged */
export async function* storedCommentsOf(
  reader: BackupReader,
  { graph }: Pick<RestoreSource, 'graph'>,
  signal: AbortSignal,
): AsyncGenerator<ObjectComments> {
  for await (const { id, label, body } of reader.records({ kind: 'comments', signal })) {
    const node = graph.nodeOf(id);
    if (node < 0) continue;
    yield { node, id, label, comments: StoredComments.parse(body).comments };
  }
}
