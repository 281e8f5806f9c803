/** A Cloud site, and the account that acts there. */
export interface CloudCredentials {
  siteUrl: string;
  workspaceId: string;
  email: string;
  token: string;
}
