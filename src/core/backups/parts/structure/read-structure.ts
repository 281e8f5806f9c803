import type { ObjectType } from '../../../assets/model/object-type.ts';
import { runParallel } from '../../../assets/reading/run-parallel.ts';
import type { PartReading } from '../../part-reading.ts';
import type { BackupRecord } from '../../../storages/backup-record.ts';
import { Definitions } from '../../definitions.ts';
import {
  attributeRecord,
  definitionRecord,
  objectTypeRecord,
  schemaRecord,
} from './structure-records.ts';

/**
 * Reads everything of a schema except its objects into the writer: schema, reference types,
 * statuses, object types, attributes. Returns the definitions that the objects depend on.
 */
export async function readStructure(
  { site, schemaId, writer, pace }: PartReading,
  askObjectTypes: () => Promise<ObjectType[]>,
): Promise<Definitions> {
  const { signal } = pace;
  const definitions = new Definitions();
  const put = async (record: BackupRecord): Promise<void> => {
    definitions.add(record);
    await writer.put(record);
  };
  await put(schemaRecord(await site.schema(schemaId, signal)));
  for (const item of await site.referenceTypes(schemaId, signal))
    await put(definitionRecord('referenceType', item));
  for (const item of await site.statusTypes(schemaId, signal))
    await put(definitionRecord('status', item));
  const types = await askObjectTypes();
  for (const type of types) await put(objectTypeRecord(type));
  const waiting = types.map((type) => type.id).reverse();
  const next = () => {
    const id = waiting.pop();
    return id === undefined ? null : (abort: AbortSignal) => site.attributes(id, abort);
  };
  for await (const attributes of runParallel(next, pace)) {
    for (const attribute of attributes) await put(attributeRecord(attribute));
  }
  return definitions;
}
