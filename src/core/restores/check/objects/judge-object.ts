import type { ObjectPair } from '../../../compare/compare-objects.ts';
import { isEqual, type ComparedValues } from '../../../compare/compare-values.ts';
import type { RestoreInput } from '../../restore-input.ts';
import { lostCount, type MappedValues } from '../../values/map-values.ts';
import type { Reported } from './reported-objects.ts';

/**
 * One attribute that differs: what should stand there and what does, as it is written on the
 * destination.
 */
export interface Difference {
  attributeId: string;
  wanted: readonly string[];
  actual: readonly string[];
}

/** `kept`: the rule for objects that existed leaves it so. `explained`: the report says why. */
export interface Judged {
  verdict: 'equal' | 'explained' | 'kept' | 'differs';
  differences: Difference[];
}

interface Judging {
  /** What the report of the restore says of the object. */
  reported: Reported | undefined;
  rule: Pick<RestoreInput, 'existing' | 'clearEmpty'>;
  /** The name that the report calls an attribute of the backup. */
  nameOf: (attributeId: string) => string;
}

/** Judges one object value by value, also those that the backup does not have. Pure. */
export function judgeObject(
  { values, translated }: ObjectPair<MappedValues>,
  { reported, rule, nameOf }: Judging,
): Judged {
  const differing = values.filter((each) => !isEqual(each));
  const unexplained = differing.filter(
    ({ pair }) => !reported?.notWritten && !reported?.leftOut.has(nameOf(pair.a)),
  );
  const wasThere = reported?.wasThere === true;
  const wrong = unexplained.filter((each) => !(wasThere && isKept(rule, each)));
  if (wrong.length > 0) return { verdict: 'differs', differences: wrong.map(differenceOf) };
  if (unexplained.length > 0)
    return { verdict: 'kept', differences: unexplained.map(differenceOf) };
  const isExplained = differing.length > 0 || lostCount(translated) > 0;
  return { verdict: isExplained ? 'explained' : 'equal', differences: [] };
}

function isKept(
  { existing, clearEmpty }: Judging['rule'],
  { actual, isEmpty }: ComparedValues,
): boolean {
  if (existing === 'missing') return true;
  if (existing === 'keep') return actual.length > 0;
  return isEmpty && !clearEmpty;
}

function differenceOf({ pair, expected = [], actual }: ComparedValues): Difference {
  return { attributeId: pair.a, wanted: expected, actual };
}
