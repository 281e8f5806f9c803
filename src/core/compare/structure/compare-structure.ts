import type { AttributeDefinition } from '../../assets/model/definitions/attribute-definition.ts';
import type { IdMaps } from './attribute-input.ts';
import {
  definitionDifferences,
  typeDifferences,
  flagDifferences,
  type DefinitionDifference,
  type FlagDifference,
  type TypeDifference,
} from './definition-differences.ts';
import type { StructureMatch } from './match-structure.ts';
import type { SchemaStructure, StructureType } from './schema-structure.ts';

/** How the structure of `a` stands in `b`. */
export interface StructureRules {
  /** Types and attributes of `a` → those of `b`. */
  match: StructureMatch;
  /** What ids within definitions of `a` are in `b`. */
  ids: IdMaps;
}

/**
 * A type or attribute that both have comes with its differences, if there are any; the system's own
 * attributes are left out.
 */
export type StructureComparison =
  | { kind: 'schema'; differences: FlagDifference[] }
  | { kind: 'type'; a: StructureType; b: StructureType; differences: TypeDifference[] }
  | { kind: 'type-only-in-a'; a: StructureType }
  | { kind: 'type-only-in-b'; b: StructureType }
  | {
      kind: 'attribute';
      a: AttributeDefinition;
      b: AttributeDefinition;
      differences: DefinitionDifference[];
    }
  | { kind: 'attribute-only-in-a'; a: AttributeDefinition }
  | { kind: 'attribute-only-in-b'; b: AttributeDefinition };

/**
 * The switches of the schema; types, those that only one side has too; then the attributes of types
 * that both have. Each in the order of its snapshot, compared when it is asked for.
 */
export function* compareStructure(
  a: SchemaStructure,
  b: SchemaStructure,
  { match, ids }: StructureRules,
): Generator<StructureComparison> {
  yield { kind: 'schema', differences: flagDifferences(a.properties, b.properties) };
  yield* compareTypes(a, b, match);
  yield* compareAttributes(a, b, { match, ids });
}

function* compareTypes(
  a: SchemaStructure,
  b: SchemaStructure,
  { types }: StructureMatch,
): Generator<StructureComparison> {
  for (const type of a.types) {
    const other = types.get(type.id);
    if (other) yield { kind: 'type', a: type, b: other, differences: typeDifferences(type, other) };
    else yield { kind: 'type-only-in-a', a: type };
  }
  const matched = new Set([...types.values()].map(({ id }) => id));
  for (const type of b.types) if (!matched.has(type.id)) yield { kind: 'type-only-in-b', b: type };
}

function* compareAttributes(
  a: SchemaStructure,
  b: SchemaStructure,
  { match: { types, attributes }, ids }: StructureRules,
): Generator<StructureComparison> {
  for (const attribute of a.attributes) {
    if (attribute.system || !types.has(attribute.typeId)) continue;
    const other = attributes.get(attribute.id);
    if (other)
      yield {
        kind: 'attribute',
        a: attribute,
        b: other,
        differences: definitionDifferences(attribute, other, ids),
      };
    else yield { kind: 'attribute-only-in-a', a: attribute };
  }
  const matchedTypes = new Set([...types.values()].map(({ id }) => id));
  const matched = new Set([...attributes.values()].map(({ id }) => id));
  for (const attribute of b.attributes) {
    const { id, system, typeId } = attribute;
    if (!system && matchedTypes.has(typeId) && !matched.has(id))
      yield { kind: 'attribute-only-in-b', b: attribute };
  }
}
