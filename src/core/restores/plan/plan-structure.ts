import type { AttributeDefinition } from '../../assets/model/attribute-definition.ts';
import { isPlainKind } from '../../assets/model/attribute-kind.ts';
import { attributeInput, tightening } from '../../compare/attribute-input.ts';
import { attributesOf, isAutomatic, type StructureType } from '../../compare/schema-structure.ts';
import type { RestoreContext } from '../context/restore-context.ts';
import type { RestoreInput } from '../restore-input.ts';
import {
  keptKeyTypes,
  originalKeyName,
  originalKeyTypes,
  plainKeyTypes,
} from '../structure/original-key-types.ts';
import type { FoundDifference } from './find-definition-differences.ts';

/** What a restore makes and changes of the structure; ids are the backup's. */
export interface PlannedStructure {
  typesToMake: StructureType[];
  typesToChange: ReadonlySet<string>;
  attributesToMake: AttributeDefinition[];
  attributesToChange: ReadonlySet<string>;
  /** Types that get a unique attribute for the old key while the run lasts. */
  uniqueKeyTypes: string[];
  /** Types that get one to keep, which cannot be unique. */
  plainKeyTypes: string[];
  /** How many calls all of it takes. */
  calls: number;
}

export function planStructure(
  context: RestoreContext,
  input: Pick<RestoreInput, 'changeDefinitions' | 'keepOriginalKey'>,
  differences: readonly FoundDifference[],
): PlannedStructure {
  const { structure: source } = context.source;
  const match = context.matches.structure;
  const typesToMake = source.types.filter((type) => !match.types.has(type.id));
  const uniqueKeyTypes = originalKeyTypes(
    source,
    typesToMake.map((type) => type.id),
  );
  const planned = {
    typesToMake,
    attributesToMake: source.attributes.filter((attribute) => isToMake(context, attribute)),
    ...changesOf(input.changeDefinitions ? differences : []),
    uniqueKeyTypes,
    plainKeyTypes: input.keepOriginalKey ? plainKeys(context, uniqueKeyTypes) : [],
  };
  return { ...planned, calls: countCalls(context, planned) };
}

/**
 * Whether another attribute of the type on the destination has the name: names are unique in a
 * type, inherited ones among them.
 */
export function isNameTaken(
  { destination, matches }: RestoreContext,
  { id, typeId, name, system }: AttributeDefinition,
): boolean {
  const type = matches.structure.types.get(typeId);
  if (system || !type || !destination.structure || matches.structure.attributes.has(id))
    return false;
  return attributesOf(destination.structure, type.id).some((other) => other.name === name);
}

function isToMake(context: RestoreContext, attribute: AttributeDefinition): boolean {
  return (
    !attribute.system &&
    !context.matches.structure.attributes.has(attribute.id) &&
    !isNameTaken(context, attribute) &&
    plannedInput(context, attribute) !== undefined
  );
}

/**
 * How the attribute will be written, with ids of the backup; undefined for a reference to a type
 * that is not on the destination.
 */
function plannedInput({ source, matches }: RestoreContext, attribute: AttributeDefinition) {
  const isRestored = (typeId: string) => source.structure.types.some(({ id }) => id === typeId);
  return attributeInput(attribute, {
    typeId: (id) => (isRestored(id) ? id : matches.outsideTypes.get(id)),
    referenceTypeId: (id) => id,
  });
}

function changesOf(
  differences: readonly FoundDifference[],
): Pick<PlannedStructure, 'typesToChange' | 'attributesToChange'> {
  const typesToChange = new Set<string>();
  const attributesToChange = new Set<string>();
  for (const { of, canChange } of differences) {
    if ('typeId' in of) typesToChange.add(of.typeId);
    else if (canChange) attributesToChange.add(of.attributeId);
  }
  return { typesToChange, attributesToChange };
}

function plainKeys(context: RestoreContext, uniqueKeyTypes: readonly string[]): string[] {
  const { structure: source, ancestorsOnly } = context.source;
  const wanted = keptKeyTypes(source, ancestorsOnly);
  const types = plainKeyTypes(source, uniqueKeyTypes, wanted);
  return types.filter((id) => !hasKeyAttribute(context, id));
}

/** Whether a type on the destination has the attribute for the old key already. */
function hasKeyAttribute({ source, destination, matches }: RestoreContext, id: string): boolean {
  const type = matches.structure.types.get(id);
  if (!type || !destination.structure) return false;
  const wanted = originalKeyName(source.structure);
  return attributesOf(destination.structure, type.id).some(
    ({ name, kind }) => isPlainKind(kind) && name === wanted,
  );
}

function countCalls(context: RestoreContext, planned: Omit<PlannedStructure, 'calls'>): number {
  const { toMake, structure: match } = context.matches;
  const created = planned.attributesToMake.filter(
    (attribute) => !isAutomatic(attribute) || match.types.has(attribute.typeId),
  );
  const tightened = planned.attributesToMake.filter((attribute) => {
    const written = plannedInput(context, attribute);
    return written !== undefined && tightening(written) !== undefined;
  });
  return (
    (context.destination.structure ? 0 : 1) +
    toMake.statuses.length +
    toMake.referenceTypes.length +
    2 * planned.typesToMake.length +
    created.length +
    planned.attributesToChange.size +
    planned.typesToChange.size +
    tightened.length +
    2 * planned.uniqueKeyTypes.length +
    planned.plainKeyTypes.length
  );
}
