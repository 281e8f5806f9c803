import { z } from 'zod';
import type { DirectoryUser } from '../../../../core/assets/ports/directory.ts';
import { ApiField, ApiId, apiList, apiPage } from '../api-field.ts';

/** A person as Jira answers it (assets-api: C.4). */
export const ApiPerson = z.object({
  accountId: ApiId,
  displayName: ApiField.words,
  emailAddress: ApiField.words,
  active: ApiField.flag,
});

const paged = <S extends z.ZodType>(value: S) =>
  apiPage(z.object({ values: apiList(value), isLast: ApiField.flag, total: ApiField.number }));
export const ApiPeople = paged(ApiPerson);
export const ApiGroups = paged(z.object({ name: ApiId }));
export const ApiProjects = paged(z.object({ key: ApiId }));

export function toDirectoryUser(person: z.output<typeof ApiPerson>): DirectoryUser {
  const { accountId, displayName, emailAddress, active } = person;
  return {
    accountId,
    displayName: displayName || accountId,
    email: emailAddress || null,
    active: active ?? true,
  };
}
