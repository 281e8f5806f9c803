import type { AccountRight } from '../account-right.ts';
import type { SiteAccount } from '../site-account.ts';
import type { CloudCredentials } from './cloud-credentials.ts';

/**
 * The live checks that setup and *Edit configuration* make of an account on a Cloud site, one call
 * each, so that the use case decides the order and the words. @throws Refused with the code named
 * at each; Unavailable when the site does not answer.
 */
export interface CloudAccountCheck {
  /** @throws Refused `token-refused` (also the 200 with `X-Seraph-LoginReason`) */
  account(siteUrl: string, email: string, token: string): Promise<SiteAccount>;
  /** The workspace ids that the site lists: empty where the site has no Assets. */
  workspaces(siteUrl: string, email: string, token: string): Promise<string[]>;
  /**
   * Number of visible schemas, and the rights. @throws Refused `no-permission` | `workspace-gone`
   */
  assets(
    credentials: CloudCredentials,
  ): Promise<{ visibleSchemas: number; rights: AccountRight[] }>;
}
