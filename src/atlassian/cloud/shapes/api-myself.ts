import { z } from 'zod';

/** The account behind a token, as Jira answers it. */
export const ApiMyself = z.object({
  accountId: z.string(),
  displayName: z.string(),
  timeZone: z.string().default('UTC'),
  applicationRoles: z.object({ items: z.array(z.looseObject({ key: z.string() })) }).optional(),
});

/** What the account may do on the site. */
export const ApiPermissions = z.object({
  permissions: z.record(z.string(), z.object({ havePermission: z.boolean() })),
});

/** The Assets workspaces of a site (assets-api: A.3). */
export const ApiWorkspaces = z.object({
  values: z.array(z.object({ workspaceId: z.string() })),
  isLastPage: z.boolean().optional().catch(undefined),
});
