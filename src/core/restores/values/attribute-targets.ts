import type { AttributeDefinition } from '../../assets/model/definitions/attribute-definition.ts';
import type { AttributePair } from '../../compare/compare-values.ts';
import type { StructureMatch } from '../../compare/structure/match-structure.ts';
import { attributesOf, type SchemaStructure } from '../../compare/structure/schema-structure.ts';
import type { Adaptations } from '../adapting/adaptations.ts';
import { adaptedName } from '../adapting/adapted-name.ts';
import type { AttributeTarget, AttributeTargets, TargetAttribute } from './map-values.ts';
import { doubtOf } from './doubt-of.ts';

export const NOT_MADE = "The attribute couldn't be created on the destination.";
const NOT_EDITABLE = "The attribute can't be edited on the destination.";
const LEFT_EMPTY =
  'The destination has no attributes of this kind, and you chose to leave its values empty.';
const NOT_OF_NEW_TYPE =
  "The referenced object isn't part of this restore, and the attribute only takes objects of the type this restore creates.";

interface TargetOptions {
  /** Which parts of the backup the destination can't accept as they are. */
  adapted: Adaptations;
  /** Whether the restore makes that object type of the backup. */
  makesType: (typeId: string) => boolean;
  changesDefinitions: boolean;
}

/**
 * The counterparts of the backup's attributes on the destination: existing ones as they are, future
 * ones by the backup's definition. `idOf`: the id of one that is not matched.
 */
export function attributeTargets(
  structure: SchemaStructure,
  match: Pick<StructureMatch, 'attributes'>,
  idOf: (attribute: AttributeDefinition) => string | undefined,
  options: TargetOptions,
): Map<string, AttributeTarget> {
  const targets = new Map<string, AttributeTarget>();
  for (const attribute of structure.attributes.filter((each) => !each.system)) {
    const there = match.attributes.get(attribute.id);
    const id = there?.id ?? idOf(attribute);
    const { name } = attribute;
    if (there && !there.editable) targets.set(attribute.id, { name, reason: NOT_EDITABLE });
    else if (id === undefined) targets.set(attribute.id, { name, reason: NOT_MADE });
    else targets.set(attribute.id, targetOf(id, attribute, there, options));
  }
  return targets;
}

function targetOf(
  id: string,
  attribute: AttributeDefinition,
  there: AttributeDefinition | undefined,
  { adapted, makesType, changesDefinitions }: TargetOptions,
): TargetAttribute {
  const reserved = reservedIn(there ?? attribute, adapted);
  const rules = rulesOf(attribute, there, changesDefinitions);
  const { referencedTypeId } = attribute;
  const namesNewType = referencedTypeId !== undefined && makesType(referencedTypeId);
  return {
    id,
    name: there?.name ?? attribute.name,
    doubts: doubtOf(rules, reserved),
    adapt: adaptationOf(there ?? attribute, adapted),
    asText: adapted.asText.has(attribute.id),
    leftEmpty: adapted.leftEmpty.has(attribute.id) ? LEFT_EMPTY : undefined,
    maximum: rules.maximumCardinality ?? -1,
    refusesOutside: namesNewType ? NOT_OF_NEW_TYPE : undefined,
  };
}

/**
 * How texts of an attribute change on their way to the destination; undefined if they stay as they
 * are. `attribute`: as it is there.
 */
export function adaptationOf(
  attribute: Pick<AttributeDefinition, 'label'>,
  adapted: Pick<Adaptations, 'reservedInNames'>,
): ((text: string) => string) | undefined {
  const reserved = reservedIn(attribute, adapted);
  return reserved.length === 0 ? undefined : (text) => adaptedName(text, reserved);
}

/** Only names of objects can't have every character. */
const reservedIn = (
  { label }: Pick<AttributeDefinition, 'label'>,
  { reservedInNames }: Pick<Adaptations, 'reservedInNames'>,
): readonly string[] => (label ? reservedInNames : []);

/** The definition in force while objects are written. */
function rulesOf(
  attribute: AttributeDefinition,
  there: AttributeDefinition | undefined,
  changesDefinitions: boolean,
): AttributeDefinition {
  if (!there) return attribute;
  return changesDefinitions ? { ...attribute, kind: there.kind } : there;
}

/** The attributes of a type that can hold values on the destination, inherited ones among them. */
export function attributePairs(
  structure: SchemaStructure,
  typeId: string,
  attributes: AttributeTargets,
): AttributePair[] {
  return attributesOf(structure, typeId).flatMap(({ id }) => {
    const target = attributes.get(id);
    return target && 'id' in target ? [{ a: id, b: target.id }] : [];
  });
}
