import type { NameRecord, PartDefinition } from '../../reading/part-definition.ts';
import { readIssues } from './read-issues.ts';

/** The fields of a stored issue that name other records. */
interface IssueBody {
  values?: Record<string, unknown>;
}

/**
 * Every issue of Jira that names an object of the schema, with what its fields for objects hold;
 * those fields, and how the issues were found. Objects that they name may be in other schemas.
 */
export const ISSUES_PART: PartDefinition = {
  name: 'issues',
  title: 'Objects in issues',
  showAt: 6,
  kinds: [
    { kind: 'issue', word: 'issue', title: 'Issues with objects', hasUniqueIds: true },
    { kind: 'issueField', word: 'field of issues', title: 'Fields for objects' },
    { kind: 'issueSearch', word: 'search for issues' },
  ],
  rules: [
    {
      of: 'issue',
      names: ['issueField'],
      find: (body, name) => nameFields(body as IssueBody, name),
    },
  ],
  background: {
    choice: {
      label: 'Objects in issues',
      help: "Finds every issue that names an object of this schema, about 100 to a call, so that a restore can set these fields to the restored objects. Issues that the account can't view aren't in the backup.",
      isOnAtFirst: false,
    },
    read: readIssues,
  },
};

function nameFields({ values = {} }: IssueBody, name: NameRecord): void {
  for (const field of Object.keys(values)) name('issueField', field);
}
