import { z } from 'zod';
import type { Issue, IssueField } from '../../../core/assets/model/issue.ts';
import { asMembers, asText, fieldAs } from '../../../core/kernel/json/field-forms.ts';
import { rawJson } from '../../../core/kernel/json/raw-json.ts';
import { ApiField, ApiId, apiList, apiPage } from './api-field.ts';

/** Fields for objects, and their older kinds, of Insight as well (assets-api: C.1, D.2). */
const OBJECT_FIELD =
  /^com\.(?:atlassian\.jira\.plugins\.cmdb:cmdb-object|riadalabs\.jira\.plugins\.insight:rlabs-customfield-default-object)/;

const ApiIssueField = z.object({
  id: ApiId,
  name: ApiField.words,
  schema: fieldAs((value) => asText(asMembers(value)?.['custom']) ?? ''),
});
export const ApiFields = apiList(ApiIssueField);
export const ApiFieldPage = apiPage(
  z.object({ values: ApiFields, isLast: ApiField.flag, total: ApiField.number }),
);

export const objectFields = (
  fields: readonly z.output<typeof ApiIssueField>[],
  isUsable: boolean,
): IssueField[] =>
  fields
    .filter(({ schema }) => OBJECT_FIELD.test(schema))
    .map(({ id, name }) => ({ id, name: name || id, isUsable }));

/** Anything that a list of Jira holds, as it came. */
export const ApiRawPage = apiPage(
  z.object({
    values: apiList(z.record(z.string(), z.unknown())),
    isLast: ApiField.flag,
    total: ApiField.number,
  }),
);

export const ApiIssue = z.object({
  id: ApiId,
  key: ApiId,
  fields: fieldAs((value) => asMembers(value) ?? {}),
});

export const ApiIssuePage = z.object({
  issues: apiList(ApiIssue),
  nextPageToken: ApiField.id,
  isLast: ApiField.flag,
});
export const ApiIssueCount = z.object({ count: ApiField.number });

/** An issue with those of these fields that have a value. */
export function toIssue(
  { id, key, fields }: z.output<typeof ApiIssue>,
  fieldIds: readonly string[],
): Issue {
  const values = fieldIds.flatMap((fieldId) => {
    const value = fields[fieldId];
    const isEmpty =
      value === null || value === undefined || (Array.isArray(value) && value.length === 0);
    const raw = isEmpty ? undefined : rawJson(value);
    return raw === undefined ? [] : [[fieldId, raw] as const];
  });
  return {
    id,
    key,
    summary: asText(fields['summary']) ?? '',
    updated: asText(fields['updated']) ?? '',
    values: Object.fromEntries(values),
  };
}
