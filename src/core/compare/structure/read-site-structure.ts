import type { ObjectType } from '../../assets/model/definitions/object-type.ts';
import type { AssetsReader } from '../../assets/ports/assets-reader.ts';
import { isOfAccount } from '../../assets/ports/pages/unanswered.ts';
import { gatherTypes, withoutUnsure } from '../../assets/reading/gather-types.ts';
import { isEmptyList, listTypes } from '../../assets/reading/list-types.ts';
import type { Pace } from '../../assets/reading/pace.ts';
import { sortStructure, type SchemaStructure, type StructureType } from './schema-structure.ts';

interface StructureOptions {
  pace: Pace;
  /** Types that the schema had when it was backed up, if it is the same one. */
  known?: readonly StructureType[] | undefined;
}

/** Everything of a schema but its objects, from a site. @throws what AssetsReader throws */
export async function readSiteStructure(
  target: AssetsReader,
  schemaId: string,
  options: StructureOptions,
): Promise<SchemaStructure> {
  const { signal } = options.pace;
  const { id, name, key, description } = await target.schema(schemaId, signal);
  const [{ types, unlisted }, statuses, referenceTypes, properties] = await Promise.all([
    readTypes(target, schemaId, options),
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
    unlisted,
  });
}

/**
 * The types as they are listed, else those that the site gives one by one or that objects are of.
 * @throws why there's no list, if there are none and it isn't that it's empty
 */
async function readTypes(
  target: AssetsReader,
  schemaId: string,
  { pace, known = [] }: StructureOptions,
): Promise<{ types: ObjectType[]; unlisted?: string | undefined }> {
  const listed = await listTypes(target, schemaId, pace.signal);
  if (Array.isArray(listed)) return { types: listed };
  if (isOfAccount(listed)) throw listed;
  const before = known.map((type) => ({ ...type, schemaId, objectCount: 0 }));
  const gathered = await gatherTypes(target, schemaId, { known: before }, pace);
  const types = withoutUnsure(gathered, known);
  if (types.length === 0 && !isEmptyList(listed)) throw listed;
  return { types, unlisted: listed.message };
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
