import { z } from 'zod';
import type { SiteKind } from '../site-kind.ts';

/** How a Cloud site is addressed: its Assets by the workspace, its account by an email. */
export type CloudDetails = {
  workspaceId: string;
  email: string;
  /**
   * Of a target instance: a sandbox of the tenant's own site, where the app need not be installed.
   */
  sandbox: boolean;
};

/**
 * Atlassian Cloud. Workspace ids are unique over all sites, and what was stored before there were
 * kinds.
 */
export const cloudKind: SiteKind<CloudDetails> = {
  name: 'cloud',
  details: z.object({ workspaceId: z.string(), email: z.string(), sandbox: z.boolean() }),
  keyOf: ({ workspaceId }) => workspaceId,
  shown: {
    label: 'Cloud',
    describe: ({ workspaceId, email, sandbox }) => ({
      signsInAs: email,
      addressedBy: [{ name: 'Workspace ID', value: workspaceId }],
      marks: sandbox ? ['Sandbox'] : [],
    }),
  },
};
