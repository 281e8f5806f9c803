import { z } from 'zod';
import {
  asFlag,
  asItems,
  asMembers,
  asText,
  fieldAs,
} from '../../../../core/kernel/json/field-forms.ts';
import { ApiField, ApiId, apiList, apiPage } from '../api-field.ts';

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

/** What the account may do on the site; undefined for what is not said. */
export const ApiGrants = z.object({
  permissions: fieldAs((all): ((permission: string) => boolean | undefined) => {
    const permissions = asMembers(all) ?? {};
    return (name) => asFlag(asMembers(permissions[name])?.['havePermission']);
  }),
});

/** The same, where what is not said is not granted. */
export const ApiPermissions = ApiGrants.transform(({ permissions }) => ({
  permissions: (name: string): boolean => permissions(name) ?? false,
}));

/** The Assets workspaces of a site (assets-api: A.3). */
export const ApiWorkspaces = apiPage(
  z.object({
    values: apiList(z.object({ workspaceId: ApiId })),
    isLastPage: ApiField.flag,
  }),
);
