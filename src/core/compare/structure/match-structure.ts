import type { AttributeDefinition } from '../../assets/model/definitions/attribute-definition.ts';
import { isPlainKind } from '../../assets/model/definitions/attribute-kind.ts';
import type { Steps } from '../../kernel/loops/steps.ts';
import {
  attributesOf,
  isAutomatic,
  ownAttributes,
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
 * schema; attributes in the same way within their type. The attribute that Assets makes on its own
 * matches its like, whatever either is called.
 */
export function* matchStructure(
  source: SchemaStructure,
  target: SchemaStructure | undefined,
  sameSchema: boolean,
): Steps<StructureMatch> {
  const match: StructureMatch = { types: new Map(), attributes: new Map() };
  if (!target) return match;
  if (sameSchema) matchTypes(source, target, match.types, ({ id }) => id);
  matchTypes(source, target, match.types, ({ name }) => name);
  for (const [typeId, there] of match.types) {
    matchAttributes(
      ownAttributes(source, typeId),
      attributesOf(target, there.id),
      sameSchema,
      match.attributes,
    );
    yield;
  }
  return match;
}

/** Adds types that have the same mark, each once. */
function matchTypes(
  source: SchemaStructure,
  target: SchemaStructure,
  match: Map<string, StructureType>,
  markOf: (type: StructureType) => string,
): void {
  const taken = new Set([...match.values()].map(({ id }) => id));
  const free = Map.groupBy(
    target.types.filter(({ id }) => !taken.has(id)),
    markOf,
  );
  for (const type of source.types) {
    const found = match.has(type.id) ? undefined : free.get(markOf(type))?.shift();
    if (found) match.set(type.id, found);
  }
}

function matchAttributes(
  wanted: readonly AttributeDefinition[],
  there: readonly AttributeDefinition[],
  sameSchema: boolean,
  match: Map<string, AttributeDefinition>,
): void {
  const marks: ((attribute: AttributeDefinition) => string | undefined)[] = [
    ...(sameSchema ? [({ id }: AttributeDefinition) => id] : []),
    // Before names: an interrupted restore may not have renamed it yet, while another attribute has
    // its name in the backup.
    (attribute) => (isAutomatic(attribute) ? 'automatic' : undefined),
    ({ name, kind, system }) => JSON.stringify([name, isPlainKind(kind) ? 'plain' : kind, system]),
  ];
  const taken = new Set<string>();
  for (const markOf of marks) {
    const free = Map.groupBy(
      there.filter(({ id }) => !taken.has(id)),
      markOf,
    );
    for (const attribute of wanted) {
      const mark = match.has(attribute.id) ? undefined : markOf(attribute);
      const found = mark === undefined ? undefined : free.get(mark)?.shift();
      if (!found) continue;
      match.set(attribute.id, found);
      taken.add(found.id);
    }
  }
}
