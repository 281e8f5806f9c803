import { z } from 'zod';
import { asFlag, asItems, asMembers, asText, fieldAs } from '../../../core/kernel/field-forms.ts';
import { ApiField, ApiId, apiList, apiPage } from './api-field.ts';

/** The account behind a token, as Jira answers it. */
export const ApiMyself = z.object({
  accountId: ApiId,
  displayName: ApiField.id,
  timeZone: ApiField.id,
  /** Keys of the products that it may use. */
  applicationRoles: fieldAs((roles) =>
    asItems(asMembers(roles)?.['items']).flatMap((role) => asText(asMembers(role)?.['key']) ?? []),
  ),
});

/** What the account may do on the site: what is not said, it may not. */
export const ApiPermissions = z.object({
  permissions: fieldAs((all): ((permission: string) => boolean) => {
    const permissions = asMembers(all) ?? {};
    return (name) => asFlag(asMembers(permissions[name])?.['havePermission']) ?? false;
  }),
});

/** The Assets workspaces of a site (assets-api: A.3). */
export const ApiWorkspaces = apiPage(
  z.object({
    values: apiList(z.object({ workspaceId: ApiId })),
    isLastPage: ApiField.flag,
  }),
);
