import type { AccountRight } from '../checks/account-right.ts';
import type { SiteAccount } from '../checks/site-account.ts';
import type { DataCenterAccess } from './data-center-access.ts';
import type { DataCenterDetails } from './data-center-kind.ts';

/** What a Data Center has of Assets, and what the account may do there. */
export interface DataCenterFindings {
  root: DataCenterDetails['root'];
  visibleSchemas: number;
  rights: AccountRight[];
}

/**
 * The live checks of a Data Center and of an account on it, a few calls each, so that the use case
 * decides the order and the words. None of them is made again where a failed sign-in was counted.
 * @throws Refused with the code named at each; Unavailable when the site does not answer.
 */
export interface DataCenterCheck {
  /**
   * A good address, with its context path and without a slash at the end: https, on the internet or
   * in a network that the operator lists, with a certificate that is trusted.
   * @throws InvalidInput `siteUrl` | `certificate`
   */
  address(typed: string, certificate: string | null): Promise<string>;
  /**
   * The version of Jira there. @throws Refused `no-jira` | `token-refused` | `captcha-required`;
   * Unavailable where the server says that it fails
   */
  jira(access: DataCenterAccess): Promise<string>;
  /**
   * @throws Refused `token-refused`, in whichever way the server says that nobody is signed in |
   * `captcha-required` | `no-permission` where it does not accept such a sign-in
   */
  account(access: DataCenterAccess): Promise<SiteAccount>;
  /**
   * Insight is looked for only where Assets is not: a 404, never a refusal.
   * @throws Refused `no-assets` | `no-permission` | `structure-hidden` where no schema that has
   * object types shows any to the account
   */
  assets(access: DataCenterAccess): Promise<DataCenterFindings>;
}
