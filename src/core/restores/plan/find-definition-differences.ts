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
  const types = compared.flatMap(ofType);
  const attributes = source.types.flatMap((type) =>
    compared.flatMap((each) => ofAttribute(each, type)),
  );
  return [...types, ...attributes];
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

function ofAttribute(
  comparison: StructureComparison,
  type: { id: string; name: string },
): FoundDifference[] {
  if (comparison.kind !== 'attribute' || comparison.a.typeId !== type.id) return [];
  const { a: attribute, differences } = comparison;
  return differences.map(({ what, a: backup, b: here, canChange }) => ({
    of: { attributeId: attribute.id },
    canChange,
    shown: { type: type.name, attribute: attribute.name, what, here, backup },
  }));
}
