import type { JsonValue } from '../kernel/json.ts';
import type { AttributeInput } from '../assets/model/attribute-input.ts';
import type { StructureAttribute } from './schema-structure.ts';

export const REFERENCE = 1;

export interface IdMaps {
  typeId: (old: string) => string | undefined;
  referenceTypeId: (old: string) => string | undefined;
}

/**
 * How an attribute that was read is written again: what is read as referenced type and reference type is written as `typeValue` and `additionalValue`
 * (assets-api: A.7). Undefined for a reference whose object type is not on the destination.
 */
export function attributeInput(
  { name, type, definition }: StructureAttribute,
  { typeId, referenceTypeId }: IdMaps,
): AttributeInput | undefined {
  const text = (field: string): string | undefined =>
    typeof definition[field] === 'string' && definition[field] !== ''
      ? definition[field]
      : undefined;
  const number = (field: string): number | undefined =>
    typeof definition[field] === 'number' ? definition[field] : undefined;
  const flag = (field: string): boolean | undefined =>
    typeof definition[field] === 'boolean' ? definition[field] : undefined;
  const list = definition['typeValueMulti'];
  const input: AttributeInput = defined({
    name,
    type,
    ...(type === 0 ? { defaultTypeId: idOf(definition['defaultType']) ?? 0 } : {}),
    description: text('description'),
    typeValueMulti: Array.isArray(list) && list.length > 0 ? list.map(String) : undefined,
    additionalValue: text('additionalValue'),
    minimumCardinality: number('minimumCardinality'),
    maximumCardinality: number('maximumCardinality'),
    suffix: text('suffix'),
    summable: flag('summable'),
    includeChildObjectTypes: flag('includeChildObjectTypes'),
    hidden: flag('hidden'),
    uniqueAttribute: flag('uniqueAttribute'),
    regexValidation: text('regexValidation'),
    qlQuery: text('qlQuery'),
    options: text('options'),
    label: flag('label'),
  });
  if (type !== REFERENCE) return input;
  const target = text('referenceObjectTypeId') ?? text('typeValue');
  const referenceType =
    (definition['referenceType'] as { id?: unknown } | undefined)?.id ?? text('additionalValue');
  const typeValue = target === undefined ? undefined : typeId(target);
  if (typeValue === undefined) return undefined;
  const { additionalValue: _old, ...rest } = input;
  const by = referenceType === undefined ? undefined : referenceTypeId(String(referenceType));
  return { ...rest, typeValue, ...(by === undefined ? {} : { additionalValue: by }) };
}

/** The rules that would stand in the way while objects are written; they are put in force at the end. */
export function loosened({
  minimumCardinality: _minimum,
  regexValidation: _regex,
  qlQuery: _filter,
  ...input
}: AttributeInput): AttributeInput {
  return { ...input, minimumCardinality: 0 };
}

/** What `loosened` took away, if it is anything. */
export function tightening({
  minimumCardinality = 0,
  regexValidation,
  qlQuery,
}: AttributeInput): Partial<AttributeInput> | undefined {
  const rules = defined({
    minimumCardinality: minimumCardinality > 0 ? minimumCardinality : undefined,
    regexValidation,
    qlQuery,
  });
  return Object.keys(rules).length > 0 ? rules : undefined;
}

const idOf = (value: JsonValue | undefined): number | undefined => {
  const id = (value as { id?: unknown } | undefined)?.id;
  return typeof id === 'number' ? id : undefined;
};

function defined<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
