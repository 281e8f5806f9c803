import { orAbsent } from '../../kernel/errors.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';
import {
  ISSUE_SEARCH_KEY,
  StoredIssueField,
  StoredIssueSearch,
} from '../parts/issues/issue-record.ts';

/** More fields for objects than a site has; no page lists more. */
const MAX_FIELDS = 500;

/** What a backup tells of the issues that name its objects. */
export interface IssuesOfBackup {
  /** Each once. */
  count: number;
  /** Counts the same in Jira; empty where nothing was searched. */
  jql: string;
  /** Whether the account might edit issues then. */
  mayEdit: boolean;
  fields: Pick<StoredIssueField, 'id' | 'name' | 'isUsable' | 'why'>[];
}

/** @throws Damaged */
export async function readIssuesOf(reader: BackupReader): Promise<IssuesOfBackup> {
  const { total } = await reader.entries({ kind: 'issue', limit: 0 });
  const search = await orAbsent(reader.get(ISSUE_SEARCH_KEY));
  const fields: IssuesOfBackup['fields'] = [];
  for await (const { body } of reader.records({ kind: 'issueField' })) {
    const { id, name, isUsable, why } = StoredIssueField.parse(body);
    fields.push({ id, name, isUsable, why });
    if (fields.length === MAX_FIELDS) break;
  }
  const { jql, mayEdit } = StoredIssueSearch.parse(search?.body ?? { jql: '' });
  return { count: total, jql, mayEdit, fields };
}
