import type { AttributeDefinition } from '../assets/model/attribute-definition.ts';
import type { IdMaps } from './attribute-input.ts';
import {
  definitionDifferences,
  typeDifferences,
  type DefinitionDifference,
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
 * Types first, those that only one side has too; then the attributes of types that both have. Each
 * in the order of its snapshot.
 */
export function compareStructure(
  a: SchemaStructure,
  b: SchemaStructure,
  { match, ids }: StructureRules,
): StructureComparison[] {
  return [...compareTypes(a, b, match), ...compareAttributes(a, b, { match, ids })];
}

function compareTypes(
  a: SchemaStructure,
  b: SchemaStructure,
  { types }: StructureMatch,
): StructureComparison[] {
  const matched = new Set([...types.values()].map(({ id }) => id));
  return [
    ...a.types.map((type): StructureComparison => {
      const other = types.get(type.id);
      if (!other) return { kind: 'type-only-in-a', a: type };
      return { kind: 'type', a: type, b: other, differences: typeDifferences(type, other) };
    }),
    ...b.types
      .filter(({ id }) => !matched.has(id))
      .map((type): StructureComparison => ({ kind: 'type-only-in-b', b: type })),
  ];
}

function compareAttributes(
  a: SchemaStructure,
  b: SchemaStructure,
  { match: { types, attributes }, ids }: StructureRules,
): StructureComparison[] {
  const matchedTypes = new Set([...types.values()].map(({ id }) => id));
  const matched = new Set([...attributes.values()].map(({ id }) => id));
  return [
    ...a.attributes
      .filter(({ system, typeId }) => !system && types.has(typeId))
      .map((attribute): StructureComparison => {
        const other = attributes.get(attribute.id);
        if (!other) return { kind: 'attribute-only-in-a', a: attribute };
        const differences = definitionDifferences(attribute, other, ids);
        return { kind: 'attribute', a: attribute, b: other, differences };
      }),
    ...b.attributes
      .filter(({ id, system, typeId }) => !system && matchedTypes.has(typeId) && !matched.has(id))
      .map((attribute): StructureComparison => ({ kind: 'attribute-only-in-b', b: attribute })),
  ];
}
