import { choicesOf, groupChoices, type Choices } from '../restore-input.ts';

/** What an issue is mapped to that is set anyway. */
const SET = 'set';
/** All that can be chosen for an issue, beside that it stays as it is. */
export const ISSUE_OPTIONS = [{ id: SET, name: 'the restored objects' }];
/** The group of all of them. */
export const ISSUE_GROUP = 'issue';

/** Whether an issue is set though it was changed or may be another one, by its id in the backup. */
export function isSetAnyway(choices: Choices): (issueId: string) => boolean {
  const single = choicesOf(choices, 'issue');
  const ofGroup = groupChoices(choices).get(ISSUE_GROUP);
  return (issueId) => (single.get(issueId) ?? ofGroup)?.rule.startsWith('map') === true;
}
