import type { AttributeValue } from '../assets/model/attribute-value.ts';
import type { SnapshotObject } from './snapshot.ts';

/** An attribute of one snapshot and its counterpart in the other, by id. */
export interface AttributePair {
  a: string;
  b: string;
}

/** The values of an object of `a`, as they are in `b`; by `b`'s attribute ids. */
export interface TranslatedValues {
  values: Readonly<Record<string, readonly string[]>>;
  /**
   * Values that cannot be written in `b` and may stand there anyway, as they would stand there.
   */
  unwritable: Readonly<Record<string, readonly string[]>>;
  /** Attributes that name an object which is not in `b` yet. */
  later: readonly string[];
}

/**
 * The values of one attribute of an object that is in both snapshots, in the form in which `b`
 * writes them.
 */
export interface ComparedValues {
  pair: AttributePair;
  /** `a` has no value at all. */
  isEmpty: boolean;
  /** What `a` has, translated; undefined where nothing can be. */
  expected: readonly string[] | undefined;
  /** What of `a` cannot be written in `b`, and stands there anyway. */
  alsoThere: readonly string[];
  /** What `b` has. */
  actual: readonly string[];
  /** Whether `b` has none or only didn't say so is not known. */
  isUnknown: boolean;
  /** A value names an object that is not in `b` yet. */
  isPending: boolean;
  /** All that `b` can tell is as in `a`; a pending value is not looked at. */
  isSame: boolean;
}

/** Compares one attribute. */
export function compareValues(
  a: SnapshotObject,
  b: SnapshotObject,
  translated: TranslatedValues,
  pair: AttributePair,
): ComparedValues {
  const actual = (b.values[pair.b] ?? []).map(writtenForm);
  const expected = translated.values[pair.b];
  const unwritable = translated.unwritable[pair.b] ?? [];
  const rest = [...actual];
  for (const value of expected ?? []) removeOne(rest, value);
  return {
    pair,
    isEmpty: (a.values[pair.a]?.length ?? 0) === 0,
    expected,
    alsoThere: unwritable.filter((value) => removeOne(rest, value)),
    actual,
    isUnknown: b.isPartial === true && actual.length === 0,
    isPending: translated.later.includes(pair.b),
    isSame: sameValues([...(expected ?? []), ...unwritable], actual),
  };
}

/** Whether `b` has what `a` has. */
export function isEqual({ isSame, isPending }: ComparedValues): boolean {
  return isSame && !isPending;
}

/** A value as it is written on the site that it was read from. */
export function writtenForm(value: AttributeValue): string {
  if ('value' in value) return value.value;
  if ('object' in value) return value.object;
  if ('user' in value) return value.user;
  if ('group' in value) return value.group;
  if ('status' in value) return value.status;
  if ('project' in value) return value.project;
  if ('version' in value) return value.version;
  if ('page' in value) return value.page;
  return JSON.stringify(value.other);
}

/** The same values, in any order. */
export function sameValues(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  const sorted = [...b].sort();
  return [...a].sort().every((value, at) => value === sorted[at]);
}

/** Removes one such value from a list; false when there is none. */
function removeOne(list: string[], value: string): boolean {
  const at = list.indexOf(value);
  if (at < 0) return false;
  list.splice(at, 1);
  return true;
}
