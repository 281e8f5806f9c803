import type { TenantId } from '../../kernel/ids.ts';

/** A Data Center site, and the account that acts there. */
export interface DataCenterAccess {
  /** With the context path, without a slash at the end. */
  siteUrl: string;
  /** Null: the secret is a personal access token. */
  userName: string | null;
  /** The token or the password. */
  secret: string;
  /** Certificates (PEM) of an authority of the site's own. */
  certificate: string | null;
  /** Whose agents carry the calls; they know the secret. Absent: the service calls the site. */
  agentOf?: TenantId | undefined;
}
