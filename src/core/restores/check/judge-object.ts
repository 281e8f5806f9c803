import { standing, type Compared } from '../comparing/compare-objects.ts';
import { lostCount } from '../values/map-values.ts';
import type { RestoreInput } from '../restore-input.ts';

/** What the report says of an object: whether it was there before, whether its change failed, and of which attributes (by name) values were left out. */
export interface Told {
  there: boolean;
  failed: boolean;
  leftOut: ReadonlySet<string>;
}
/** One attribute that differs: what should stand there and what does, as it is written on the destination. */
export interface Difference {
  attributeId: string;
  wanted: string[];
  actual: string[];
}
/** `kept`: the rule for objects that are there leaves it so. */
export interface Judged {
  verdict: 'equal' | 'explained' | 'kept' | 'differs';
  differences: Difference[];
}

type Rule = Pick<RestoreInput, 'existing' | 'clearEmpty'>;

/** Compares one object value by value, also those that the backup does not have. Pure. */
export function judgeObject(
  compared: Compared,
  pairs: { sourceId: string; targetId: string }[],
  told: Told | undefined,
  rule: Rule,
  nameOf: (sourceId: string) => string,
): Judged {
  const { body, mapped } = compared;
  const differing = pairs.flatMap(({ sourceId, targetId }) => {
    const { actual, same } = standing(compared, targetId);
    const isEmpty = (body.values[sourceId]?.length ?? 0) === 0;
    if (isEmpty ? actual.length === 0 : same && !mapped.later.includes(targetId)) return [];
    return [{ attributeId: sourceId, wanted: mapped.values[targetId] ?? [], actual, isEmpty }];
  });
  const untold = differing.filter(
    ({ attributeId }) => told?.failed !== true && told?.leftOut.has(nameOf(attributeId)) !== true,
  );
  const kept = (each: (typeof differing)[number]): boolean =>
    told?.there === true && isKept(rule, each);
  const open = untold.filter((each) => !kept(each));
  if (open.length > 0) return { verdict: 'differs', differences: open };
  if (untold.length > 0) return { verdict: 'kept', differences: untold };
  return {
    verdict: differing.length > 0 || lostCount(mapped) > 0 ? 'explained' : 'equal',
    differences: [],
  };
}

function isKept(
  { existing, clearEmpty }: Rule,
  { actual, isEmpty }: { actual: string[]; isEmpty: boolean },
): boolean {
  if (existing === 'missing') return true;
  if (existing === 'keep') return actual.length > 0;
  return isEmpty && !clearEmpty;
}
