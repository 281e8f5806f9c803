import type { AttributeDefinition } from '../../../assets/model/definitions/attribute-definition.ts';
import { isPlainKind } from '../../../assets/model/definitions/attribute-kind.ts';
import {
  attributeInput,
  tightening,
  type IdMaps,
} from '../../../compare/structure/attribute-input.ts';
import {
  attributesOf,
  isAutomatic,
  typeOf,
  type StructureType,
} from '../../../compare/structure/schema-structure.ts';
import { idMaps } from '../../context/id-maps.ts';
import type { Steps } from '../../../kernel/loops/steps.ts';
import type { RestoreContext } from '../../context/restore-context.ts';
import type { RestoreInput } from '../../restore-input.ts';
import {
  keptKeyTypes,
  originalKeyName,
  originalKeyTypes,
  plainKeyTypes,
} from '../../structure/original-key-types.ts';
import type { FoundDifference } from './find-definition-differences.ts';

/** What a restore makes and changes of the structure; ids are the backup's. */
export interface PlannedStructure {
  typesToMake: StructureType[];
  typesToChange: ReadonlySet<string>;
  attributesToMake: AttributeDefinition[];
  /** Not made: another attribute of the type on the destination has the name. */
  nameTaken: AttributeDefinition[];
  attributesToChange: ReadonlySet<string>;
  /** How many switches of the schema are set. */
  flags: number;
  /** Types that get a unique attribute for the original key while the run lasts. */
  uniqueKeyTypes: string[];
  /** Types that get one to keep, which cannot be unique. */
  plainKeyTypes: string[];
  /** How many calls all of it takes. */
  calls: number;
}

export function* planStructure(
  context: RestoreContext,
  input: Pick<RestoreInput, 'changeDefinitions' | 'keepOriginalKey'>,
  differences: readonly FoundDifference[],
): Steps<PlannedStructure> {
  const { structure: source } = context.source;
  const match = context.matches.structure;
  const typesToMake = source.types.filter((type) => !match.types.has(type.id));
  yield;
  const uniqueKeyTypes = originalKeyTypes(
    source,
    typesToMake.map((type) => type.id),
  );
  yield;
  const attributes = yield* planAttributes(context);
  const plainKeyTypes = input.keepOriginalKey ? plainKeys(context, uniqueKeyTypes) : [];
  yield;
  const changed = input.changeDefinitions ? differences : [];
  const planned = {
    typesToMake,
    ...attributes,
    ...changesOf(changed),
    flags: countFlags(context, changed),
    uniqueKeyTypes,
    plainKeyTypes,
  };
  return { ...planned, calls: countCalls(context, planned) };
}

/**
 * Whether another attribute of the type on the destination has the name: names are unique in a
 * type, inherited ones among them.
 */
function isNameTaken(
  { destination, matches }: RestoreContext,
  { typeId, name }: AttributeDefinition,
): boolean {
  const type = matches.structure.types.get(typeId);
  if (!type || !destination.structure) return false;
  return attributesOf(destination.structure, type.id).some((other) => other.name === name);
}

/** Attributes that the destination lacks; not references to types that do not exist. */
export function* planAttributes(
  context: RestoreContext,
): Steps<Pick<PlannedStructure, 'attributesToMake' | 'nameTaken'>> {
  const ids = plannedIds(context);
  const attributesToMake: AttributeDefinition[] = [];
  const nameTaken: AttributeDefinition[] = [];
  for (const attribute of context.source.structure.attributes) {
    const isMissing = !attribute.system && !context.matches.structure.attributes.has(attribute.id);
    if (isMissing && isNameTaken(context, attribute)) nameTaken.push(attribute);
    else if (isMissing && attributeInput(attribute, ids)) attributesToMake.push(attribute);
    yield;
  }
  return { attributesToMake, nameTaken };
}

/** How ids and names of the backup's definitions will be written; types by the backup's ids. */
function plannedIds(context: RestoreContext): IdMaps {
  const { structure } = context.source;
  return {
    ...idMaps(context, (id) => typeOf(structure, id)?.id),
    referenceTypeId: (id) => id,
  };
}

function changesOf(
  differences: readonly FoundDifference[],
): Pick<PlannedStructure, 'typesToChange' | 'attributesToChange'> {
  const typesToChange = new Set<string>();
  const attributesToChange = new Set<string>();
  for (const { of, canChange } of differences) {
    if ('typeId' in of) typesToChange.add(of.typeId);
    else if ('attributeId' in of && canChange) attributesToChange.add(of.attributeId);
  }
  return { typesToChange, attributesToChange };
}

function plainKeys(context: RestoreContext, uniqueKeyTypes: readonly string[]): string[] {
  const { structure: source, ancestorsOnly } = context.source;
  const wanted = keptKeyTypes(source, ancestorsOnly);
  const types = plainKeyTypes(source, uniqueKeyTypes, wanted);
  const keyName = originalKeyName(source);
  return types.filter((id) => !hasAttribute(context, id, keyName));
}

/** Whether a type on the destination has the attribute for the original key already. */
function hasAttribute(
  { destination, matches }: RestoreContext,
  id: string,
  wanted: string,
): boolean {
  const type = matches.structure.types.get(id);
  if (!type || !destination.structure) return false;
  return attributesOf(destination.structure, type.id).some(
    ({ name, kind }) => isPlainKind(kind) && name === wanted,
  );
}

function countCalls(context: RestoreContext, planned: Omit<PlannedStructure, 'calls'>): number {
  const ids = plannedIds(context);
  const { toMake, structure: match } = context.matches;
  // The attribute that Assets makes with a new type is only changed, with the type's second call.
  const isAdapted = (attribute: AttributeDefinition): boolean =>
    isAutomatic(attribute) && !match.types.has(attribute.typeId);
  const created = planned.attributesToMake.filter((attribute) => !isAdapted(attribute));
  const madeUnique = planned.attributesToMake.filter((each) => isAdapted(each) && each.unique);
  const tightened = planned.attributesToMake.filter((attribute) => {
    const written = attributeInput(attribute, ids);
    return written !== undefined && tightening(written) !== undefined;
  });
  return (
    (context.destination.structure ? 0 : 1) +
    toMake.statuses.length +
    toMake.referenceTypes.length +
    toMake.icons.length +
    2 * planned.typesToMake.length +
    created.length +
    planned.attributesToChange.size +
    planned.typesToChange.size +
    (planned.flags > 0 ? 1 : 0) +
    tightened.length +
    madeUnique.length +
    2 * planned.uniqueKeyTypes.length +
    planned.plainKeyTypes.length
  );
}

/** A schema that was just made has none of its switches on. */
function countFlags(
  { destination, source }: RestoreContext,
  changed: readonly FoundDifference[],
): number {
  if (destination.structure) return changed.filter(({ of }) => 'schemaId' in of).length;
  return Object.values(source.structure.properties ?? {}).filter(Boolean).length;
}
