import { count, counted } from '../../kernel/counted.ts';
import { isSound, type CheckedIssues, type CheckFacts } from '../restore-facts.ts';

/** What a check found, in a sentence. */
export function checkSentence(facts: CheckFacts): string {
  const { issues } = facts;
  const sentence = objectsSentence(facts);
  return issues ? `${sentence} ${issuesSentence(issues)}` : sentence;
}

function issuesSentence({ compared, explained, differingCount }: CheckedIssues): string {
  const verb = differingCount === 1 ? "doesn't" : "don't";
  if (differingCount > 0)
    return `${count(differingCount)} of ${counted(compared, 'issue')} ${verb} lead to the restored objects.`;
  if (explained > 0)
    return `${counted(compared, 'issue')} compared: as the report says, ${counted(explained, 'was', 'were')} left unchanged.`;
  return `${counted(compared, 'issue leads', 'issues lead')} to the restored objects.`;
}

function objectsSentence(facts: CheckFacts): string {
  const { compared, missing, differingCount, explained, kept, structure } = facts;
  const first = `${counted(compared, 'object')} compared with the backup, value by value`;
  if (!isSound(facts))
    return `${first}: ${count(missing)} missing, ${count(differingCount)} with different values, ${counted(structure.length, 'other difference')}. Review the list.`;
  if (kept > 0) return `${first}: everything is as you chose. ${count(kept)} kept by your options.`;
  return explained === 0
    ? `${first}: everything matches.`
    : `${first}: everything matches, except for values the report lists as skipped (${counted(explained, 'object')}).`;
}
