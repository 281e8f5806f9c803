import {
  ATTRIBUTE_DEFAULTS,
  fieldOf,
} from '../../../assets/model/definitions/attribute-defaults.ts';
import type { AttributeDefinition } from '../../../assets/model/definitions/attribute-definition.ts';
import type { AttributeInput } from '../../../assets/model/definitions/attribute-input.ts';
import type { IdMaps } from '../../../compare/structure/attribute-input.ts';
import { definitionDifferences } from '../../../compare/structure/definition-differences.ts';

type Changes = Partial<AttributeInput>;

/**
 * Which changes of an existing attribute can be made at once, and which only when the objects are
 * written; undefined if there are none.
 */
export function attributeChanges(
  attribute: AttributeDefinition,
  there: AttributeDefinition,
  wanted: AttributeInput,
  maps: IdMaps,
): { now: Changes | undefined; later: Changes | undefined } {
  const fields = definitionDifferences(attribute, there, maps)
    .filter(({ canChange }) => canChange)
    .map(({ field }) => field);
  const changesOf = (some: (keyof AttributeInput)[]): Changes | undefined => {
    if (some.length === 0) return undefined;
    const changes = some.map((field) => [field, fieldOf(wanted, field)] as const);
    const kind = wanted.kind === 'reference' ? { kind: wanted.kind } : {};
    return { ...kind, ...Object.fromEntries(changes) };
  };
  return {
    now: changesOf(fields.filter((field) => !isStricter(field, there, wanted))),
    later: changesOf(fields.filter((field) => isStricter(field, there, wanted))),
  };
}

/** Whether existing or future values may conflict with it. */
function isStricter(
  field: keyof AttributeInput,
  there: AttributeDefinition,
  wanted: AttributeInput,
): boolean {
  if (field === 'minimumCardinality') return limitOf(wanted, field) > limitOf(there, field);
  if (field === 'maximumCardinality') return limitOf(wanted, field) < limitOf(there, field);
  if (field === 'userGroups' || field === 'allowedStatuses')
    return isNarrower(wanted[field] ?? [], there[field] ?? []);
  return field === 'unique' && wanted.unique === true;
}

/** Whether a list allows less than another one; an empty list allows all. */
function isNarrower(wanted: readonly string[], there: readonly string[]): boolean {
  if (wanted.length === 0) return false;
  return there.length === 0 || there.some((each) => !wanted.includes(each));
}

/** Negative: without end. */
function limitOf(
  input: AttributeInput,
  field: 'minimumCardinality' | 'maximumCardinality',
): number {
  const limit = input[field] ?? ATTRIBUTE_DEFAULTS[field];
  return limit < 0 ? Infinity : limit;
}
