import { isSound, type CheckFacts } from '../restore-facts.ts';

/** What a check found, in a sentence. */
export function checkSentence(facts: CheckFacts): string {
  const { compared, missing, differingCount, explained, kept, structure } = facts;
  const first = `${compared} objects compared with the backup, value by value`;
  if (!isSound(facts))
    return `${first}: ${missing} missing, ${differingCount} with other values, ${structure.length} differences in object types and attributes. Look at the list.`;
  if (kept > 0)
    return `${first}: as it was asked for. ${kept} differ from the backup, because the options leave what is there alone.`;
  return explained === 0
    ? `${first}: all equal.`
    : `${first}: equal but for what the report lists as left out (${explained} objects).`;
}
