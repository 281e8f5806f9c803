import { z } from 'zod';
import type { Issue, IssueField } from '../../../assets/model/issue.ts';
import type { FieldContexts } from '../../../assets/ports/issues/issues-reader.ts';
import { asJson, type JsonValue } from '../../../kernel/json/json-value.ts';
import type { BackupRecord } from '../../../storages/records/backup-record.ts';
import { recordLabel } from '../../reading/record-label.ts';

const json = z.json() as z.ZodType<JsonValue>;

/** The body of a record of an issue: `values` by field, as they came. */
export const StoredIssue = z.object({
  id: z.string(),
  key: z.string(),
  summary: z.string(),
  updated: z.string(),
  values: z.record(z.string(), json),
});

/** The body of a record of a field. */
export const StoredIssueField = z.object({
  id: z.string(),
  name: z.string(),
  isUsable: z.boolean(),
  /** As they came, kept for reading. */
  contexts: z.array(json),
  /** Why there are none, or no configurations. */
  why: z.string().optional(),
});
export type StoredIssueField = z.infer<typeof StoredIssueField>;

/** The body of the one record that says how the issues were found. */
export const StoredIssueSearch = z.object({
  /** Counts the same in Jira; empty where there is no field. */
  jql: z.string(),
  /** Whether the account might edit issues then: without it a restore sets none. */
  mayEdit: z.boolean().default(true),
});
type StoredIssueSearch = z.infer<typeof StoredIssueSearch>;

export const issueRecord = ({ id, key, summary, updated, values }: Issue): BackupRecord => ({
  kind: 'issue',
  type: '0',
  id,
  label: recordLabel(`${key} ${summary}`),
  body: asJson({ id, key, summary, updated, values }),
});

export const issueFieldRecord = (
  { id, name, isUsable }: IssueField,
  { contexts, why }: FieldContexts,
): BackupRecord => ({
  kind: 'issueField',
  type: '0',
  id,
  label: recordLabel(name),
  body: asJson({ id, name, isUsable, contexts, why } satisfies StoredIssueField),
});

export const ISSUE_SEARCH_KEY = { kind: 'issueSearch', type: '0', id: '0' } as const;
export const issueSearchRecord = (search: StoredIssueSearch): BackupRecord => ({
  ...ISSUE_SEARCH_KEY,
  label: '',
  body: { jql: search.jql, mayEdit: search.mayEdit },
});
