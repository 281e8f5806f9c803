import type { AssetsReader } from '../../assets/ports/assets-reader.ts';
import { sortStructure, type SchemaStructure } from './schema-structure.ts';

/** Everything of a schema but its objects, from a site. @throws what AssetsReader throws */
export async function readSiteStructure(
  target: AssetsReader,
  schemaId: string,
  signal?: AbortSignal,
): Promise<SchemaStructure> {
  const { id, name, key, description } = await target.schema(schemaId, signal);
  const [types, statuses, referenceTypes, properties] = await Promise.all([
    target.objectTypes(schemaId, signal),
    target.statusTypes(schemaId, signal),
    target.referenceTypes(schemaId, signal),
    target.schemaProperties(schemaId, signal),
  ]);
  const attributes = (
    await Promise.all(types.map((type) => target.attributes(type.id, signal)))
  ).flat();
  return sortStructure({
    schema: { id, name, key, description },
    types,
    attributes,
    statuses,
    referenceTypes,
    properties: 'value' in properties ? properties.value.flags : undefined,
  });
}

/** Statuses and reference types that belong to no schema. */
export async function readGlobalDefinitions(
  target: AssetsReader,
  signal?: AbortSignal,
): Promise<Pick<SchemaStructure, 'statuses' | 'referenceTypes'>> {
  const [statuses, referenceTypes] = await Promise.all([
    target.statusTypes(undefined, signal),
    target.referenceTypes(undefined, signal),
  ]);
  return { statuses, referenceTypes };
}
