/** Everything of a schema but its objects, in the same form from a backup and from a site. */
import { z } from 'zod';
import type { BackupReader } from '../backups/vault.ts';
import { lineage } from '../backups/inside/attribute-lines.ts';
import type { AttributeDefinition } from '../assets/model/attribute-definition.ts';
import type { ReferenceType } from '../assets/model/reference-type.ts';
import type { Status } from '../assets/model/status.ts';
import { readStoredAttribute } from '../assets/stored/stored-attribute.ts';
import { readStoredReferenceType, readStoredStatus } from '../assets/stored/stored-named.ts';
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
export interface SchemaStructure {
  schema: { id: string; name: string; key: string; description: string };
  types: StructureType[];
  attributes: AttributeDefinition[];
  statuses: Status[];
  referenceTypes: ReferenceType[];
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
    structure.attributes.push(readStoredAttribute(body));
  for await (const { body } of reader.records({ kind: 'status' }))
    structure.statuses.push(readStoredStatus(body));
  for await (const { body } of reader.records({ kind: 'referenceType' }))
    structure.referenceTypes.push(readStoredReferenceType(body));
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
    attributes,
    statuses,
    referenceTypes,
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
  return { statuses, referenceTypes };
}

/** A type's own attributes and those it inherits, the oldest ancestor's first. */
export function attributesOf(
  { types, attributes }: SchemaStructure,
  typeId: string,
): AttributeDefinition[] {
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
export function isAutomatic({
  system,
  removable,
}: Pick<AttributeDefinition, 'system' | 'removable'>): boolean {
  return !system && !removable;
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
