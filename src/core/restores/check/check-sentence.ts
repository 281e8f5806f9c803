import { count, counted } from '../../kernel/counted.ts';
import { isSound, type CheckFacts } from '../restore-facts.ts';

/** What a check found, in a sentence. */
export function checkSentence(facts: CheckFacts): string {
  const { compared, missing, differingCount, explained, kept, structure } = facts;
  const first = `${counted(compared, 'object')} compared with the backup, value by value`;
  if (!isSound(facts))
    return `${first}: ${count(missing)} missing, ${count(differingCount)} with different values, ${counted(structure.length, 'difference')} in object types and attributes. Review the list.`;
  if (kept > 0) return `${first}: everything is as you chose. ${count(kept)} kept by your options.`;
  return explained === 0
    ? `${first}: all match.`
    : `${first}: all match, except for values the report lists as skipped (${counted(explained, 'object')}).`;
}
