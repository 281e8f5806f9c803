import { sameValues, type ComparedValues } from '../../compare/compare-values.ts';
import type { RestoreInput } from '../restore-input.ts';

/**
 * The rule for objects that exist on the destination. `own`: made by this very run, and to become
 * exactly what the backup has.
 */
export type ExistingRule = 'own' | 'overwrite' | 'overwrite-and-clear' | 'keep' | 'missing';

/** What the administrator chose for objects that exist. */
export function existingRule({
  existing,
  clearEmpty,
}: Pick<RestoreInput, 'existing' | 'clearEmpty'>): ExistingRule {
  return existing === 'overwrite' && clearEmpty ? 'overwrite-and-clear' : existing;
}

/** Attributes of the destination whose values are to be written, by the rule. */
export function attributesToWrite(values: readonly ComparedValues[], rule: ExistingRule): string[] {
  return values.filter((each) => isToWrite(each, rule)).map(({ pair }) => pair.b);
}

/** Whether one would be written if the destination had said that it has no value. */
export const isLeftUnknown = (values: readonly ComparedValues[], rule: ExistingRule): boolean =>
  rule === 'keep' && values.some((each) => each.isUnknown && isToFill(each));

function isToWrite(values: ComparedValues, rule: ExistingRule): boolean {
  if (rule === 'missing') return false;
  if (rule === 'keep') return !values.isUnknown && isToFill(values);
  const { expected, alsoThere, actual, isPending, isEmpty } = values;
  const wanted = expected && [...expected, ...alsoThere];
  if (isPending || (wanted && !sameValues(wanted, actual))) return true;
  return rule === 'overwrite-and-clear' && isEmpty && actual.length > 0;
}

const isToFill = ({ expected, actual, isPending }: ComparedValues): boolean =>
  actual.length === 0 && (expected !== undefined || isPending);
