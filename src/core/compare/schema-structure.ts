/** Everything of a schema but its objects, in the same form from a backup and from a site. */
import { z } from 'zod';
import type { BackupReader } from '../backups/vault.ts';
import { lineage } from '../backups/inside/attribute-lines.ts';
import type { JsonValue } from '../kernel/json.ts';
import type { AssetsReader } from '../assets/ports/assets-reader.ts';

export interface StructureType {
  id: string;
  name: string;
  description: string;
  iconId: string;
  iconName: string;
  position: number;
  parentId: string | null;
  inherited: boolean;
  abstract: boolean;
  /** Only of a type on a site. */ objectCount?: number;
}
/** `definition`: under Assets' own names, as `AttributeDefinition` has it. */
export interface StructureAttribute {
  id: string;
  typeId: string;
  name: string;
  position: number;
  type: number;
  system: boolean;
  definition: Record<string, JsonValue>;
}
/** A status or reference type; `schemaId` absent: a global one. */
export interface Named {
  id: string;
  name: string;
  schemaId?: string;
  definition: Record<string, JsonValue>;
}

export interface SchemaStructure {
  schema: { id: string; name: string; key: string; description: string };
  types: StructureType[];
  attributes: StructureAttribute[];
  statuses: Named[];
  referenceTypes: Named[];
}

const SchemaBody = z.object({
  id: z.string(),
  name: z.string(),
  key: z.string(),
  description: z.string(),
});
const TypeBody = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  iconId: z.string(),
  iconName: z.string(),
  position: z.number(),
  parentId: z.string().nullable(),
  inherited: z.boolean(),
  abstract: z.boolean(),
});
const AttributeBody = z.object({
  id: z.string(),
  objectTypeId: z.string(),
  name: z.string(),
  position: z.number(),
  type: z.number(),
  definition: z.record(z.string(), z.json()),
});
const NamedBody = z.object({ id: z.string(), definition: z.record(z.string(), z.json()) });

/** @throws Damaged */
export async function backupStructure(reader: BackupReader): Promise<SchemaStructure> {
  const structure: SchemaStructure = {
    schema: { id: '', name: '', key: '', description: '' },
    types: [],
    attributes: [],
    statuses: [],
    referenceTypes: [],
  };
  for await (const { body } of reader.records({ kind: 'schema' }))
    structure.schema = SchemaBody.parse(body);
  for await (const { body } of reader.records({ kind: 'objectType' }))
    structure.types.push(TypeBody.parse(body));
  for await (const { body } of reader.records({ kind: 'attribute' }))
    structure.attributes.push(attribute(AttributeBody.parse(body)));
  for await (const { body } of reader.records({ kind: 'status' }))
    structure.statuses.push(named(NamedBody.parse(body)));
  for await (const { body } of reader.records({ kind: 'referenceType' }))
    structure.referenceTypes.push(named(NamedBody.parse(body)));
  return sorted(structure);
}

/** Of a schema that is there. @throws what AssetsReader throws */
export async function siteStructure(
  target: AssetsReader,
  schemaId: string,
  signal?: AbortSignal,
): Promise<SchemaStructure> {
  const { id, name, key, description } = await target.schema(schemaId, signal);
  const [types, statuses, referenceTypes] = await Promise.all([
    target.objectTypes(schemaId, signal),
    target.statusTypes(schemaId, signal),
    target.referenceTypes(schemaId, signal),
  ]);
  const attributes = (
    await Promise.all(types.map((type) => target.attributes(type.id, signal)))
  ).flat();
  return sorted({
    schema: { id, name, key, description },
    types,
    attributes: attributes.map(attribute),
    statuses: statuses.map(named),
    referenceTypes: referenceTypes.map(named),
  });
}

/** Statuses and reference types that belong to no schema. */
export async function globalDefinitions(
  target: AssetsReader,
  signal?: AbortSignal,
): Promise<Pick<SchemaStructure, 'statuses' | 'referenceTypes'>> {
  const [statuses, referenceTypes] = await Promise.all([
    target.statusTypes(undefined, signal),
    target.referenceTypes(undefined, signal),
  ]);
  return { statuses: statuses.map(named), referenceTypes: referenceTypes.map(named) };
}

/** A type's own attributes and those it inherits, the oldest ancestor's first. */
export function attributesOf(
  { types, attributes }: SchemaStructure,
  typeId: string,
): StructureAttribute[] {
  return lineage(types, typeId).flatMap((owner) =>
    attributes.filter((each) => each.typeId === owner),
  );
}

/** How many types stand above it. */
export function depthOf(
  types: readonly Pick<StructureType, 'id' | 'parentId'>[],
  { parentId }: Pick<StructureType, 'parentId'>,
): number {
  const parent = types.find((each) => each.id === parentId);
  return parent ? depthOf(types, parent) + 1 : 0;
}

/** The one attribute beside the system's own that Assets makes with every type: "Name", whatever it is called by now (assets-api: A.7). */
export function isAutomatic({ system, definition }: StructureAttribute): boolean {
  return !system && definition['removable'] === false;
}

function attribute({
  id,
  objectTypeId,
  name,
  position,
  type,
  definition,
}: z.output<typeof AttributeBody>): StructureAttribute {
  return {
    id,
    typeId: objectTypeId,
    name,
    position,
    type,
    system: definition['system'] === true,
    definition: definition as Record<string, JsonValue>,
  };
}

export function named({
  id,
  definition,
}: {
  id: string;
  definition: Record<string, unknown>;
}): Named {
  const schemaId = definition['objectSchemaId'];
  return {
    id,
    name: String(definition['name'] ?? id),
    ...(typeof schemaId === 'string' ? { schemaId } : {}),
    definition: definition as Record<string, JsonValue>,
  };
}

/** Parents before children, then by position; attributes by position. */
function sorted(structure: SchemaStructure): SchemaStructure {
  const depths = new Map(structure.types.map((type) => [type.id, depthOf(structure.types, type)]));
  const byNumber = (a: { id: string }, b: { id: string }): number => Number(a.id) - Number(b.id);
  structure.types.sort(
    (a, b) => depths.get(a.id)! - depths.get(b.id)! || a.position - b.position || byNumber(a, b),
  );
  structure.attributes.sort((a, b) => a.position - b.position || byNumber(a, b));
  return structure;
}
