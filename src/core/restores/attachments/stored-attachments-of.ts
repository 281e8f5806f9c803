import {
  attachmentsIn,
  type StoredAttachment,
} from '../../backups/parts/attachments/attachments-record.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';
import type { RestoreSource } from '../context/restore-source.ts';

/** The attachments of one object of the backup. */
export interface ObjectAttachments {
  /** Of the object in the graph. */
  node: number;
  id: string;
  label: string;
  attachments: StoredAttachment[];
}

/** The attachments of the objects that are restored, as far as they are held. @throws Damaged */
export async function* storedAttachmentsOf(
  reader: BackupReader,
  { graph }: Pick<RestoreSource, 'graph'>,
  signal: AbortSignal,
): AsyncGenerator<ObjectAttachments> {
  for await (const record of reader.records({ kind: 'attachments', signal })) {
    const { id, label } = record;
    const node = graph.nodeOf(id);
    if (node >= 0) yield { node, id, label, attachments: attachmentsIn(record) };
  }
}
