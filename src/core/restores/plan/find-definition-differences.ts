import { compareStructure, type StructureComparison } from '../../compare/compare-structure.ts';
import { structureRules } from '../comparing/restore-rules.ts';
import type { RestoreContext } from '../context/restore-context.ts';
import type { PlanDifference } from './restore-plan.ts';

/** A definition that differs: of an object type, or of an attribute, by the backup's id. */
export interface FoundDifference {
  of: { typeId: string } | { attributeId: string };
  /** Whether Assets takes the change. */
  canChange: boolean;
  shown: PlanDifference;
}

/**
 * Object types and attributes that exist on the destination otherwise than in the backup: types
 * first, then attributes type by type.
 */
export function findDefinitionDifferences(context: RestoreContext): FoundDifference[] {
  const { structure: source } = context.source;
  const there = context.destination.structure;
  if (!there) return [];
  const compared = compareStructure(source, there, structureRules(context));
  const byType = Map.groupBy(compared.filter(isOfAttribute), ({ a }) => a.typeId);
  const attributes = source.types.flatMap((type) =>
    (byType.get(type.id) ?? []).flatMap((each) => ofAttribute(each, type)),
  );
  return [...compared.flatMap(ofType), ...attributes];
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

const isOfAttribute = (comparison: StructureComparison): comparison is AttributeComparison =>
  comparison.kind === 'attribute';

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
