import type { ReferenceType } from '../../../assets/model/definitions/reference-type.ts';
import type { SchemaStructure } from '../../../compare/structure/schema-structure.ts';
import { matchDefinition, type SchemaThere } from './match-named.ts';

/** The reference types of the destination, as far as a schema sees them. */
export interface ReferenceTypesThere extends SchemaThere {
  referenceTypes: readonly ReferenceType[];
}

/**
 * Finds the reference types of a backup: the schema's own and those that attributes use. `found`:
 * the backup's id → the id there; `make`: those that the destination lacks.
 */
export function resolveReferenceTypes(
  { attributes, referenceTypes }: Pick<SchemaStructure, 'attributes' | 'referenceTypes'>,
  there: ReferenceTypesThere,
): { found: Map<string, string>; make: ReferenceType[] } {
  const used = new Set(attributes.map(({ referenceTypeId }) => referenceTypeId));
  const found = new Map<string, string>();
  const make: ReferenceType[] = [];
  for (const type of referenceTypes) {
    if (type.schemaId === undefined && !used.has(type.id)) continue;
    const match = matchDefinition(type, there.referenceTypes, there);
    if (match) found.set(type.id, match.id);
    else make.push(type);
  }
  return { found, make };
}
