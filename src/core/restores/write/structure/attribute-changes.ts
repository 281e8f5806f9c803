import {
  ATTRIBUTE_DEFAULTS,
  fieldOf,
} from '../../../assets/model/definitions/attribute-defaults.ts';
import type { AttributeDefinition } from '../../../assets/model/definitions/attribute-definition.ts';
import type { AttributeInput } from '../../../assets/model/definitions/attribute-input.ts';
import { isPlainKind } from '../../../assets/model/definitions/attribute-kind.ts';
import { tightening, type IdMaps } from '../../../compare/structure/attribute-input.ts';
import { definitionDifferences } from '../../../compare/structure/definition-differences.ts';

type Changes = Partial<AttributeInput>;

/** What can be changed at once, and what only when the objects are written, if anything. */
export interface AttributeChanges {
  now: Changes | undefined;
  later: Changes | undefined;
}

/** What makes an existing attribute as the backup has it. */
export function attributeChanges(
  attribute: AttributeDefinition,
  there: AttributeDefinition,
  wanted: AttributeInput,
  maps: IdMaps,
): AttributeChanges {
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

/**
 * The same for the attribute that Assets makes with a new type. It has no values yet, so that its
 * kind can be changed; rules that are tightened in the end are left to that.
 */
export function automaticChanges(
  attribute: AttributeDefinition,
  automatic: AttributeDefinition,
  wanted: AttributeInput,
  maps: IdMaps,
): AttributeChanges {
  const { now, later } = attributeChanges(attribute, automatic, wanted, maps);
  const tightened = new Set(Object.keys(tightening(wanted) ?? {}));
  const others = (changes: Changes = {}): Changes =>
    Object.fromEntries(Object.entries(changes).filter(([field]) => !tightened.has(field)));
  const hasOtherKind = automatic.kind !== wanted.kind && isPlainKind(wanted.kind);
  const kind = hasOtherKind ? { kind: wanted.kind } : {};
  return { now: unlessEmpty({ ...others(now), ...kind }), later: unlessEmpty(others(later)) };
}

const unlessEmpty = (changes: Changes): Changes | undefined =>
  Object.keys(changes).length === 0 ? undefined : changes;

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
