/** Everything of a schema but its objects, in the same form from a backup and from a site. */
import { lineage } from '../backups/inside/attributes-of.ts';
import type { AttributeDefinition } from '../assets/model/attribute-definition.ts';
import type { ReferenceType } from '../assets/model/reference-type.ts';
import type { Status } from '../assets/model/status.ts';

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
  /** Only of a type on a site. */
  objectCount?: number | undefined;
}

export interface SchemaStructure {
  schema: { id: string; name: string; key: string; description: string };
  types: StructureType[];
  attributes: AttributeDefinition[];
  statuses: Status[];
  referenceTypes: ReferenceType[];
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

/**
 * The one attribute beside the system's own that Assets makes with every type: "Name", whatever it
 * is called by now (assets-api: A.7).
 */
export function isAutomatic({
  system,
  removable,
}: Pick<AttributeDefinition, 'system' | 'removable'>): boolean {
  return !system && !removable;
}

/**
 * The same structure: parents before children, then by position; attributes by position. Sorts in
 * place.
 */
export function sortStructure(structure: SchemaStructure): SchemaStructure {
  const depths = new Map(structure.types.map((type) => [type.id, depthOf(structure.types, type)]));
  const depth = ({ id }: StructureType): number => depths.get(id) ?? 0;
  structure.types.sort(
    (a, b) => depth(a) - depth(b) || a.position - b.position || compareIds(a, b),
  );
  structure.attributes.sort((a, b) => a.position - b.position || compareIds(a, b));
  return structure;
}

const compareIds = (a: { id: string }, b: { id: string }): number => Number(a.id) - Number(b.id);
