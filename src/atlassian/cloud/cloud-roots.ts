import type { CloudCredentials } from '../../core/sites/kinds/cloud-credentials.ts';

/** Where the APIs of a site are, without a slash at their end. */
export interface CloudRoots {
  /** `…/rest/api/3` follows. */
  jira: string;
  /** `…/jsm/assets/workspace/{workspaceId}/v1` */
  assets: string;
  /**
   * The same behind the site's own gateway, which answers what the other does not; it accepts only
   * accounts.
   */
  gateway: string;
}

/**
 * A token with scopes, and one of the app's own, is taken under the cloud id alone, by Jira and by
 * Assets; a classic one by the site itself, and by Assets in its short form (assets-api: A.1, G).
 */
export function rootsOf(
  apiUrl: string,
  {
    siteUrl,
    workspaceId = '',
    cloudId,
    tokenKind = 'classic',
  }: Partial<CloudCredentials> & { siteUrl: string },
): CloudRoots {
  const byCloudId =
    tokenKind !== 'classic' && cloudId ? `${apiUrl}/ex/jira/${encodeURIComponent(cloudId)}` : null;
  const assets = `/jsm/assets/workspace/${encodeURIComponent(workspaceId)}/v1`;
  return {
    jira: byCloudId ?? siteUrl,
    assets: `${byCloudId ?? apiUrl}${assets}`,
    gateway:
      tokenKind === 'own' ? `${byCloudId ?? apiUrl}${assets}` : `${siteUrl}/gateway/api${assets}`,
  };
}
