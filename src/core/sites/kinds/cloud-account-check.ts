import type { AccountRight } from '../checks/account-right.ts';
import type { SiteAccount } from '../checks/site-account.ts';
import type {
  CloudAccess,
  CloudAccount,
  CloudCredentials,
  TokenKind,
} from './cloud-credentials.ts';

/** What the account sees and may do. */
export interface CloudFindings {
  visibleSchemas: number;
  rights: AccountRight[];
  /** By which address Assets takes the token. */
  tokenKind: TokenKind;
}

/**
 * The live checks that setup and *Edit configuration* make of an account on a Cloud site, a few
 * calls each, so that the use case decides the order and the words. @throws Refused with the code
 * named at each, and `scope-missing`; Unavailable when the site does not answer.
 */
export interface CloudAccountCheck {
  /**
   * Finds out what kind of token it is: one that the site itself refuses may be one with scopes.
   * @throws Refused `token-refused` (also the 200 with `X-Seraph-LoginReason`)
   */
  account(account: CloudAccount): Promise<SiteAccount & CloudAccess>;
  /** The workspace ids that the site lists: empty where the site has no Assets. */
  workspaces(account: CloudAccount): Promise<string[]>;
  /** @throws Refused `no-permission` | `workspace-gone` */
  assets(credentials: CloudCredentials): Promise<CloudFindings>;
}
