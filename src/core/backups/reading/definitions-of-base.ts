import type { RecordWriter } from '../../storages/records/backup-writer.ts';
import { Definitions } from './definitions.ts';

/** The definitions that the objects of the base depended on when it was taken. */
export async function definitionsOfBase(
  writer: Pick<RecordWriter, 'baseRecords'>,
): Promise<Definitions> {
  const definitions = new Definitions();
  for (const kind of ['schema', 'objectType', 'attribute'])
    for await (const record of writer.baseRecords(kind)) definitions.add(record);
  return definitions;
}
