import type { AttributeDefinition } from '../assets/model/attribute-definition.ts';
import { isSameType } from '../assets/model/attribute-kind.ts';
import {
  attributesOf,
  isAutomatic,
  type SchemaStructure,
  type StructureType,
} from './schema-structure.ts';

/**
 * Which parts of a backup's structure are on the destination already: the backup's id → the part
 * there.
 */
export interface StructureMatch {
  types: Map<string, StructureType>;
  attributes: Map<string, AttributeDefinition>;
}

/**
 * Types by id where it is the very schema that was backed up, else by name, which is unique in a
 * schema; attributes in the same way within their type. The attribute that Assets makes by itself
 * matches its like, whatever either is called.
 */
export function matchStructure(
  source: SchemaStructure,
  target: SchemaStructure | undefined,
  sameSchema: boolean,
): StructureMatch {
  const match: StructureMatch = { types: new Map(), attributes: new Map() };
  if (!target) return match;
  const taken = new Set<string>();
  for (const byId of sameSchema ? [true, false] : [false])
    for (const type of source.types) {
      if (match.types.has(type.id)) continue;
      const found = target.types.find(
        (each) => !taken.has(each.id) && (byId ? each.id === type.id : each.name === type.name),
      );
      if (!found) continue;
      match.types.set(type.id, found);
      taken.add(found.id);
    }
  for (const [typeId, there] of match.types)
    matchAttributes(
      source.attributes.filter((each) => each.typeId === typeId),
      attributesOf(target, there.id),
      sameSchema,
      match.attributes,
    );
  return match;
}

function matchAttributes(
  wanted: AttributeDefinition[],
  there: AttributeDefinition[],
  sameSchema: boolean,
  match: Map<string, AttributeDefinition>,
): void {
  const taken = new Set<string>();
  const rules: ((a: AttributeDefinition, b: AttributeDefinition) => boolean)[] = [
    ...(sameSchema ? [(a: AttributeDefinition, b: AttributeDefinition) => a.id === b.id] : []),
    // Before names: an interrupted restore may not have renamed it yet, while another attribute has
    // its name in the backup.
    (a, b) => isAutomatic(a) && isAutomatic(b),
    (a, b) => a.name === b.name && isSameType(a.kind, b.kind) && a.system === b.system,
  ];
  for (const rule of rules)
    for (const attribute of wanted) {
      if (match.has(attribute.id)) continue;
      const found = there.find((each) => !taken.has(each.id) && rule(attribute, each));
      if (!found) continue;
      match.set(attribute.id, found);
      taken.add(found.id);
    }
}
