import {
  attributesOf,
  isAutomatic,
  type SchemaStructure,
  type StructureAttribute,
  type StructureType,
} from './schema-structure.ts';

/** Which parts of a backup's structure are on the destination already: the backup's id → the part there. */
export interface StructureMatch {
  types: Map<string, StructureType>;
  attributes: Map<string, StructureAttribute>;
}

/**
 * Types by id where it is the very schema that was backed up, else by name, which is unique in a schema; attributes in the same way within their type. The
 * attribute that Assets makes by itself matches its like, whatever either is called.
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
  wanted: StructureAttribute[],
  there: StructureAttribute[],
  sameSchema: boolean,
  match: Map<string, StructureAttribute>,
): void {
  const taken = new Set<string>();
  const rules: ((a: StructureAttribute, b: StructureAttribute) => boolean)[] = [
    ...(sameSchema ? [(a: StructureAttribute, b: StructureAttribute) => a.id === b.id] : []),
    (a, b) => isAutomatic(a) && isAutomatic(b), // before names: an interrupted restore may not have renamed it yet, while another attribute has its name in the backup
    (a, b) => a.name === b.name && a.type === b.type && a.system === b.system,
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
