import type { ObjectType } from '../../../assets/model/object-type.ts';
import { runParallel } from '../../../assets/reading/run-parallel.ts';
import type { PartReading } from '../../part-reading.ts';
import {
  attributeRecord,
  definitionRecord,
  objectTypeRecord,
  schemaRecord,
} from './structure-records.ts';

/**
 * Reads everything of a schema but its objects into the writer: schema, reference types, statuses,
 * object types, attributes.
 */
export async function readStructure(
  { site, schemaId, writer, pace }: PartReading,
  askObjectTypes: () => Promise<ObjectType[]>,
): Promise<void> {
  const { signal } = pace;
  await writer.put(schemaRecord(await site.schema(schemaId, signal)));
  for (const item of await site.referenceTypes(schemaId, signal))
    await writer.put(definitionRecord('referenceType', item));
  for (const item of await site.statusTypes(schemaId, signal))
    await writer.put(definitionRecord('status', item));
  const types = await askObjectTypes();
  for (const type of types) await writer.put(objectTypeRecord(type));
  const waiting = types.map((type) => type.id).reverse();
  const next = () => {
    const id = waiting.pop();
    return id === undefined ? null : (abort: AbortSignal) => site.attributes(id, abort);
  };
  for await (const attributes of runParallel(next, pace)) {
    for (const attribute of attributes) await writer.put(attributeRecord(attribute));
  }
}
