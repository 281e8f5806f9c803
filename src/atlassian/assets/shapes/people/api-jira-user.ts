import { z } from 'zod';
import { ApiField } from '../api-field.ts';

/** How Jira shows things to a person. Privacy settings leave out or blank what they hide. */
export const ApiJiraUser = z.object({
  displayName: ApiField.id,
  timeZone: ApiField.id,
  locale: ApiField.id,
});
