import { isSound, type CheckFacts } from '../restore-facts.ts';

/** What a check found, in a sentence. */
export function checkSentence(facts: CheckFacts): string {
  const { compared, missing, differingCount, explained, kept, structure } = facts;
  const first = `${compared} objects compared with the backup, value by value`;
  if (!isSound(facts))
    return `${first}: ${missing} missing, ${differingCount} with different values, ${structure.length} differences in object types and attributes. Review the list.`;
  if (kept > 0)
    return `${first}: everything is as you chose. ${kept} differ from the backup because your options keep existing values.`;
  return explained === 0
    ? `${first}: all match.`
    : `${first}: all match, except for values the report lists as skipped (${explained} objects).`;
}
