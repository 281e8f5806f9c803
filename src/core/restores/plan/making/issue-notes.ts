import { counted } from '../../../kernel/counted.ts';
import type { RestoreContext } from '../../context/restore-context.ts';
import type { PlannedIssues } from '../plan-issues.ts';

/** How many issues one sentence names. */
const MAX_NAMED = 20;

/** What a restore does with issues and what it leaves, in sentences. */
export function issueNotes(
  { destination }: Pick<RestoreContext, 'destination'>,
  issues: PlannedIssues | undefined,
): string[] {
  if (!issues) return [];
  if (!issues.chosen)
    return [
      `Issues that name objects of this backup stay as they are (${counted(issues.total, 'issue')}), because that is what you chose.`,
    ];
  if (issues.why !== undefined) return [`Issues stay as they are: ${issues.why}`];
  const notes = destination.isSameSite
    ? []
    : ['Issues are found by their key on the destination, and set where the summary is the same.'];
  if (issues.changed > 0)
    notes.push(
      `Issues that were changed after the backup, or are different on the destination: ${counted(issues.changed, 'issue')}. They stay as they are unless you choose otherwise for them.`,
    );
  const sentences: [number, string][] = [
    [issues.missing, 'not on the destination, or not visible to the account'],
    [issues.failed, 'with a field that the destination lacks or with a value of unknown form'],
  ];
  for (const [number, what] of sentences)
    if (number > 0)
      notes.push(`Issues that stay as they are, ${what}: ${counted(number, 'issue')}.`);
  const named = issues.listed.slice(0, MAX_NAMED).map(({ key }) => key);
  if (named.length > 0) {
    const more = issues.listed.length > named.length ? ' and more' : '';
    notes.push(`Among them: ${named.join(', ')}${more}. The report lists each with its reason.`);
  }
  return notes;
}
