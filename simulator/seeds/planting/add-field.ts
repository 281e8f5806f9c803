import type { SimField, SimIssue } from '../../site/records/model.ts';
import type { Site } from '../../site/site.ts';

/** A field of issues for objects, with the one context that Jira makes. */
export function addField(
  site: Site,
  number: number,
  name: string,
  extra: Partial<SimField> = {},
): SimField {
  const field: SimField = {
    id: `customfield_${number}`,
    name,
    told: 'array',
    isMultiple: true,
    contexts: [
      {
        id: number + 1_500,
        name: `Default Configuration Scheme for ${name}`,
        isGlobal: true,
        projectIds: [],
        issueTypeIds: [],
        config: {},
      },
    ],
    ...extra,
  };
  site.fields.push(field);
  return field;
}

export function addIssue(
  site: Site,
  { id, key, summary, fields }: Pick<SimIssue, 'id' | 'key' | 'summary' | 'fields'>,
): SimIssue {
  const project = key.replace(/-\d+$/, '');
  const issue = {
    id,
    key,
    project,
    summary,
    fields,
    updated: site.past(id),
    writes: 0,
    notices: 0,
  };
  site.issues.push(issue);
  return issue;
}
