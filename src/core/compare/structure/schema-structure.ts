/** Everything of a schema but its objects, in the same form from a backup and from a site. */
import { asTree, depthsOf, lineage } from '../../backups/inside/structure/as-tree.ts';
import type { AttributeDefinition } from '../../assets/model/definitions/attribute-definition.ts';
import type { ObjectType } from '../../assets/model/definitions/object-type.ts';
import type { ReferenceType } from '../../assets/model/definitions/reference-type.ts';
import type { Role } from '../../assets/model/definitions/role.ts';
import type { SchemaFlags } from '../../assets/model/definitions/schema-properties.ts';
import type { Status } from '../../assets/model/definitions/status.ts';

export interface StructureType extends Omit<ObjectType, 'schemaId' | 'objectCount'> {
  /** Only of a type on a site. */
  objectCount?: number | undefined;
}

export interface SchemaStructure {
  schema: { id: string; name: string; key: string; description: string };
  types: StructureType[];
  attributes: AttributeDefinition[];
  statuses: Status[];
  referenceTypes: ReferenceType[];
  /** Its switches; undefined where the site or the backup does not tell them. */
  properties?: SchemaFlags | undefined;
  /** Of a backup that holds them: the roles of the schema and of its types. */
  roles?: Role[] | undefined;
  /**
   * Types that stand at the top because what was said of their parents leads in a circle or to
   * nothing.
   */
  lostParents?: string[] | undefined;
  /** Of a schema on a site that doesn't list its types: why not, in a sentence. */
  unlisted?: string | undefined;
}

/** Where the parts of a structure are found by ids. */
interface Places {
  typesById: ReadonlyMap<string, StructureType>;
  attributesByType: ReadonlyMap<string, AttributeDefinition[]>;
  /** How many parts there were. */
  size: number;
}
const places = new WeakMap<AttributeDefinition[], WeakMap<StructureType[], Places>>();

/** Found once for a structure; again when something was added to it. */
function placesOf({ types, attributes }: Parts): Places {
  const byTypes = places.get(attributes) ?? new WeakMap<StructureType[], Places>();
  const size = types.length + attributes.length;
  const known = byTypes.get(types);
  if (known?.size === size) return known;
  const found = {
    typesById: new Map(types.map((type) => [type.id, type])),
    attributesByType: Map.groupBy(attributes, ({ typeId }) => typeId),
    size,
  };
  places.set(attributes, byTypes.set(types, found));
  return found;
}

type Parts = Pick<SchemaStructure, 'types' | 'attributes'>;

/** The type with that id. */
export const typeOf = (structure: Parts, typeId: string): StructureType | undefined =>
  placesOf(structure).typesById.get(typeId);

/** A type's own attributes. */
export const ownAttributes = (structure: Parts, typeId: string): readonly AttributeDefinition[] =>
  placesOf(structure).attributesByType.get(typeId) ?? [];

/** A type's own attributes and those it inherits, the oldest ancestor's first. */
export function attributesOf(structure: Parts, typeId: string): AttributeDefinition[] {
  const { typesById, attributesByType } = placesOf(structure);
  return lineage(typesById, typeId).flatMap((owner) => attributesByType.get(owner) ?? []);
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
 * The same structure: types as a tree, parents before children, then by position; attributes by
 * position. Sorts in place.
 */
export function sortStructure(structure: SchemaStructure): SchemaStructure {
  const told = structure.types;
  structure.types = asTree(told);
  const lost = structure.types.filter((type, at) => type !== told[at]);
  if (lost.length > 0) structure.lostParents = lost.map(({ id }) => id);
  const depths = depthsOf(structure.types);
  const depth = ({ id }: StructureType): number => depths.get(id) ?? 0;
  structure.types.sort(
    (a, b) => depth(a) - depth(b) || a.position - b.position || compareIds(a, b),
  );
  structure.attributes.sort((a, b) => a.position - b.position || compareIds(a, b));
  return structure;
}

const compareIds = (a: { id: string }, b: { id: string }): number => Number(a.id) - Number(b.id);
