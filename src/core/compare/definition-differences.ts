import type { AttributeDefinition } from '../assets/model/attribute-definition.ts';
import type { AttributeInput } from '../assets/model/attribute-input.ts';
import { attributeInput, type IdMaps } from './attribute-input.ts';
import type { StructureType } from './schema-structure.ts';

const WORDS: Partial<Record<keyof AttributeInput, string>> = {
  name: 'name',
  description: 'description',
  kind: 'kind of value',
  minimumCardinality: 'least number of values',
  maximumCardinality: 'greatest number of values',
  suffix: 'suffix',
  summable: 'sum',
  includeChildObjectTypes: 'child object types included',
  hidden: 'hidden',
  unique: 'unique',
  regexValidation: 'regular expression',
  options: 'options',
  referencedTypeId: 'referenced object type',
  referenceTypeId: 'reference type or switch',
  additionalValue: 'reference type or switch',
  userGroups: 'groups of users',
  label: 'label',
};
/** Assets takes no change of these on an attribute that is there. */
const FIXED = new Set<keyof AttributeInput>(['kind', 'referencedTypeId']);
const DEFAULTS: Partial<AttributeInput> = {
  minimumCardinality: 0,
  maximumCardinality: 1,
  summable: false,
  includeChildObjectTypes: false,
  hidden: false,
  unique: false,
  label: false,
};

export interface DefinitionDifference {
  field: keyof AttributeInput;
  what: string;
  here: string;
  backup: string;
  canChange: boolean;
}

/** Where an attribute that is there differs from the backup's. Filters are compared only where ids and keys stay. */
export function definitionDifferences(
  source: AttributeDefinition,
  there: AttributeDefinition,
  maps: IdMaps,
): DefinitionDifference[] {
  const backup = attributeInput(source, maps);
  const here = attributeInput(there, { typeId: (id) => id, referenceTypeId: (id) => id });
  if (!backup || !here) return [];
  return (Object.keys(WORDS) as (keyof AttributeInput)[]).flatMap((field) => {
    const [a, b] = [shown(here[field] ?? DEFAULTS[field]), shown(backup[field] ?? DEFAULTS[field])];
    return a === b
      ? []
      : [{ field, what: WORDS[field]!, here: a, backup: b, canChange: !FIXED.has(field) }];
  });
}

const shown = (value: AttributeInput[keyof AttributeInput]): string =>
  value === undefined ? '' : Array.isArray(value) ? [...value].sort().join(', ') : String(value);

const TYPE_WORDS = {
  name: 'name',
  description: 'description',
  abstract: 'abstract',
  inherited: 'attributes handed down',
} as const;
export type TypeField = keyof typeof TYPE_WORDS;

export interface TypeDifference {
  field: TypeField;
  what: string;
  here: string;
  backup: string;
}

/** Where an object type that is there differs from the backup's. All of it can be changed. */
export function typeDifferences(source: StructureType, there: StructureType): TypeDifference[] {
  return (Object.keys(TYPE_WORDS) as TypeField[]).flatMap((field) =>
    source[field] === there[field]
      ? []
      : [
          {
            field,
            what: TYPE_WORDS[field],
            here: shown(there[field]),
            backup: shown(source[field]),
          },
        ],
  );
}
