/** The account behind a token, as the site describes it. */
export interface SiteAccount {
  accountId: string;
  displayName: string;
  timeZone: string;
}
