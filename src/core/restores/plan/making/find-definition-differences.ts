import {
  compareStructure,
  type StructureComparison,
} from '../../../compare/structure/compare-structure.ts';
import { structureRules } from '../../comparing/restore-rules.ts';
import type { Steps } from '../../../kernel/loops/steps.ts';
import type { RestoreContext } from '../../context/restore-context.ts';
import type { PlanDifference } from '../restore-plan.ts';

/** A definition that differs: of the schema, a type, or an attribute, by the backup's id. */
export interface FoundDifference {
  of: { typeId: string } | { attributeId: string } | { schemaId: string };
  /** Whether Assets takes the change. */
  canChange: boolean;
  shown: PlanDifference;
}

/**
 * Object types and attributes of the destination that differ from the backup: types first, then
 * attributes type by type.
 */
export function* findDefinitionDifferences(context: RestoreContext): Steps<FoundDifference[]> {
  const { structure: source } = context.source;
  const there = context.destination.structure;
  if (!there) return [];
  const types: FoundDifference[] = [];
  const attributes: AttributeComparison[] = [];
  for (const each of compareStructure(source, there, structureRules(context))) {
    if (each.kind === 'attribute') attributes.push(each);
    else if (each.kind === 'schema') types.push(...ofSchema(each, source.schema));
    else types.push(...ofType(each));
    yield;
  }
  const byType = Map.groupBy(attributes, ({ a }) => a.typeId);
  return [
    ...types,
    ...source.types.flatMap((type) =>
      (byType.get(type.id) ?? []).flatMap((each) => ofAttribute(each, type)),
    ),
  ];
}

type SchemaComparison = Extract<StructureComparison, { kind: 'schema' }>;

function ofSchema(
  { differences }: SchemaComparison,
  { id, name }: { id: string; name: string },
): FoundDifference[] {
  return differences.map(({ what, a: backup, b: here }) => ({
    of: { schemaId: id },
    canChange: true,
    shown: { type: name, what, here, backup },
  }));
}

function ofType(comparison: StructureComparison): FoundDifference[] {
  if (comparison.kind !== 'type') return [];
  const { a: type, differences } = comparison;
  return differences.map(({ what, a: backup, b: here }) => ({
    of: { typeId: type.id },
    canChange: true,
    shown: { type: type.name, what, here, backup },
  }));
}

type AttributeComparison = Extract<StructureComparison, { kind: 'attribute' }>;

function ofAttribute(
  { a: attribute, differences }: AttributeComparison,
  type: { name: string },
): FoundDifference[] {
  return differences.map(({ what, a: backup, b: here, canChange }) => ({
    of: { attributeId: attribute.id },
    canChange,
    shown: { type: type.name, attribute: attribute.name, what, here, backup },
  }));
}
