import { z } from 'zod';
import type { DirectoryUser } from '../../../core/assets/ports/directory.ts';
import { ApiFlag, ApiText } from './api-id.ts';

/** A person as Jira answers it (assets-api: C.4). */
export const ApiPerson = z.object({
  accountId: z.string(),
  displayName: ApiText,
  emailAddress: ApiText,
  active: z.boolean().default(true),
});

const paged = <S extends z.ZodType>(value: S) =>
  z.object({
    values: z.array(value),
    isLast: ApiFlag.optional(),
    total: z.number().optional().catch(undefined),
  });
export const ApiPeople = paged(ApiPerson);
export const ApiGroups = paged(z.object({ name: z.string() }));
export const ApiProjects = paged(z.object({ key: z.string() }));

export function toDirectoryUser(person: z.output<typeof ApiPerson>): DirectoryUser {
  const { accountId, displayName, emailAddress, active } = person;
  return {
    accountId,
    displayName: displayName || accountId,
    email: emailAddress || null,
    active,
  };
}
