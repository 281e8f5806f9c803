import { z } from 'zod';
import type { SiteKind } from '../site-kind.ts';
import type { TokenKind } from './cloud-credentials.ts';

/** How a Cloud site is addressed: its Assets by the workspace, its account by an email. */
export type CloudDetails = {
  workspaceId: string;
  /** Empty where the app has access of its own. */
  email: string;
  /**
   * Of a target instance: a sandbox of the tenant's own site, where the app need not be installed.
   */
  sandbox: boolean;
  /** The site's own id, which stays when it is renamed; null while it is not known. */
  cloudId: string | null;
  tokenKind: TokenKind;
};

const TOKEN_WORDS: Record<TokenKind, string> = {
  classic: 'Without scopes',
  scoped: 'With scopes',
  own: "None: the app's own access",
};

/**
 * Atlassian Cloud. Workspace ids are unique over all sites, and what was stored before there were
 * kinds.
 */
export const cloudKind = {
  name: 'cloud',
  details: z.object({
    workspaceId: z.string(),
    email: z.string(),
    sandbox: z.boolean(),
    cloudId: z.string().nullable().default(null),
    tokenKind: z.enum(['classic', 'scoped', 'own']).default('classic'),
  }),
  keyOf: ({ workspaceId }: Pick<CloudDetails, 'workspaceId'>) => workspaceId,
  shown: {
    label: 'Cloud',
    describe: ({ workspaceId, email, sandbox, tokenKind }) => ({
      signsInAs: email || undefined,
      addressedBy: [
        { name: 'Workspace ID', value: workspaceId },
        { name: 'API token', value: TOKEN_WORDS[tokenKind] },
      ],
      marks: sandbox ? ['Sandbox'] : [],
    }),
  },
} satisfies SiteKind<CloudDetails>;
