import { attributeInput, type IdMaps } from '../../compare/structure/attribute-input.ts';
import type { Steps } from '../../kernel/loops/steps.ts';
import type { StructureComparison } from '../../compare/structure/compare-structure.ts';
import type { SchemaStructure } from '../../compare/structure/schema-structure.ts';

interface NamedDifference {
  what: string;
  a: string;
  b: string;
}

/**
 * What of the backup's object types and attributes is not on the destination as it should be, in
 * sentences: missing types, types that differ, then attributes. An attribute that could not be made
 * has been reported by the restore and is not named again.
 */
export function* describeStructure(
  source: SchemaStructure,
  comparisons: Iterable<StructureComparison>,
  ids: IdMaps,
): Steps<string[]> {
  const typeNames = new Map(source.types.map(({ id, name }) => [id, name]));
  const ofAttribute = ({ name, typeId }: { name: string; typeId: string }): string =>
    `The attribute "${name}" of ${typeNames.get(typeId) ?? typeId}`;
  const missing: string[] = [];
  const types: string[] = [];
  const attributes: string[] = [];
  for (const each of comparisons) {
    if (each.kind === 'schema') types.push(...describeAll('The schema', each.differences));
    else if (each.kind === 'type-only-in-a')
      missing.push(`The object type "${each.a.name}" is missing.`);
    else if (each.kind === 'type')
      types.push(...describeAll(`The object type "${each.a.name}"`, each.differences));
    else if (each.kind === 'attribute')
      attributes.push(...describeAll(ofAttribute(each.a), each.differences));
    else if (each.kind === 'attribute-only-in-a' && attributeInput(each.a, ids))
      attributes.push(`${ofAttribute(each.a)} is missing.`);
    yield;
  }
  return [...missing, ...types, ...attributes];
}

function describeAll(thing: string, differences: readonly NamedDifference[]): string[] {
  return differences.map(
    ({ what, a, b }) =>
      `${thing} differs in: ${what} (${a || 'nothing'} in the backup, ${b || 'nothing'} on the destination).`,
  );
}
