import type { BackupReader } from '../../storages/records/backup-reader.ts';

/** An object of a backup, as far as parts need it that are read object by object. */
export interface ObjectOwner {
  typeId: string;
  id: string;
  label: string;
}

/** Objects that are asked for before the next ones are: what is held of them is bounded by it. */
const BATCH = 200;

/** The objects of a backup behind the first ones, in their order. */
export async function* objectBatches(
  backup: BackupReader,
  skipped: number,
): AsyncGenerator<ObjectOwner[]> {
  let batch: ObjectOwner[] = [];
  let at = 0;
  for await (const { type, id, label } of backup.records({ kind: 'object' })) {
    at += 1;
    if (at <= skipped) continue;
    batch.push({ typeId: type, id, label });
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
