import { fieldOf } from '../../assets/model/definitions/attribute-defaults.ts';
import type { AttributeDefinition } from '../../assets/model/definitions/attribute-definition.ts';
import type { AttributeInput } from '../../assets/model/definitions/attribute-input.ts';
import {
  FLAG_WORDS,
  SCHEMA_FLAGS,
  type SchemaFlag,
  type SchemaFlags,
} from '../../assets/model/definitions/schema-properties.ts';
import { attributeInput, SAME_IDS, type IdMaps } from './attribute-input.ts';
import type { StructureType } from './schema-structure.ts';

/** The fields that are compared, and what a person calls them. */
const WORDS = {
  name: 'name',
  description: 'description',
  kind: 'type',
  minimumCardinality: 'minimum number of values',
  maximumCardinality: 'maximum number of values',
  suffix: 'suffix',
  summable: 'sum',
  includeChildObjectTypes: 'include child object types',
  hidden: 'hidden',
  unique: 'unique',
  regexValidation: 'regular expression',
  options: 'options',
  referencedTypeId: 'referenced object type',
  referenceTypeId: 'reference type or switch',
  additionalValue: 'reference type or switch',
  userGroups: 'user groups',
  allowedStatuses: 'allowed statuses',
  label: 'label',
} as const satisfies Partial<Record<keyof AttributeInput, string>>;
type Field = keyof typeof WORDS;
const FIELDS = Object.keys(WORDS) as Field[];

/** Assets takes no change of these on an attribute that exists. */
const FIXED = new Set<Field>(['kind', 'referencedTypeId']);

export interface DefinitionDifference {
  field: keyof AttributeInput;
  what: string;
  /** What each side has, in words; empty for nothing. */
  a: string;
  b: string;
  /** Whether `b` can become as `a` is. */
  canChange: boolean;
}

/**
 * Where an attribute of `b` differs from its counterpart in `a`. Filters are not compared: they
 * name ids and keys.
 */
export function definitionDifferences(
  a: AttributeDefinition,
  b: AttributeDefinition,
  ids: IdMaps,
): DefinitionDifference[] {
  const inA = attributeInput(a, ids);
  const inB = attributeInput(b, SAME_IDS);
  if (!inA || !inB) return [];
  return FIELDS.flatMap((field) => {
    const [ofA, ofB] = [inA, inB].map((each) => fieldOf(each, field));
    if (describe(ofA) === describe(ofB)) return [];
    const [shownA, shownB] = [ofA, ofB].map((each) => describe(inWords(field, each, ids)));
    const canChange = canBecome(field, ofA);
    return [{ field, what: WORDS[field], a: shownA ?? '', b: shownB ?? '', canChange }];
  });
}

/** A label is only given: the attribute that had it loses it. */
function canBecome(field: Field, value: AttributeInput[Field]): boolean {
  if (field === 'label') return value === true;
  return value !== undefined && !FIXED.has(field);
}

/** Statuses are called by their names, the rest is shown as it is. */
function inWords(
  field: Field,
  value: AttributeInput[Field],
  { statusName }: IdMaps,
): AttributeInput[Field] {
  return field === 'allowedStatuses' && Array.isArray(value) ? value.map(statusName) : value;
}

function describe(value: AttributeInput[keyof AttributeInput]): string {
  if (value === undefined) return '';
  return Array.isArray(value) ? [...value].sort().join(', ') : String(value);
}

const TYPE_WORDS = {
  name: 'name',
  description: 'description',
  abstract: 'abstract',
  inherited: 'inherited attributes',
} as const;
type TypeField = keyof typeof TYPE_WORDS;
const TYPE_FIELDS = Object.keys(TYPE_WORDS) as TypeField[];

export interface TypeDifference {
  field: TypeField;
  what: string;
  /** What each side has, in words; empty for nothing. */
  a: string;
  b: string;
}

/** Where an object type of `b` differs from its counterpart in `a`. All of it can be changed. */
export function typeDifferences(a: StructureType, b: StructureType): TypeDifference[] {
  return TYPE_FIELDS.filter((field) => a[field] !== b[field]).map((field) => ({
    field,
    what: TYPE_WORDS[field],
    a: describe(a[field]),
    b: describe(b[field]),
  }));
}

export interface FlagDifference {
  flag: SchemaFlag;
  what: string;
  /** What each side has, in words. */
  a: string;
  b: string;
}

/** Where the switches of two schemas differ, as far as both sides tell them. */
export function flagDifferences(a: SchemaFlags = {}, b: SchemaFlags = {}): FlagDifference[] {
  return SCHEMA_FLAGS.filter(
    (flag) => a[flag] !== undefined && b[flag] !== undefined && a[flag] !== b[flag],
  ).map((flag) => ({ flag, what: FLAG_WORDS[flag], a: onOrOff(a[flag]), b: onOrOff(b[flag]) }));
}

const onOrOff = (flag: boolean | undefined): string => (flag ? 'on' : 'off');
