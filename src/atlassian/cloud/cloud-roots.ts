import type { CloudCredentials } from '../../core/sites/kinds/cloud-credentials.ts';

/** Where the APIs of a site are, without a slash at their end. */
export interface CloudRoots {
  /** `…/rest/api/3` follows. */
  jira: string;
  /** `…/jsm/assets/workspace/{workspaceId}/v1` */
  assets: string;
}

/**
 * A token with scopes is taken under the cloud id alone, by Jira and by Assets; a classic one by
 * the site itself, and by Assets in its short form (assets-api: A.1, G).
 */
export function rootsOf(
  apiUrl: string,
  {
    siteUrl,
    workspaceId = '',
    cloudId,
    tokenKind,
  }: Partial<CloudCredentials> & { siteUrl: string },
): CloudRoots {
  const byCloudId =
    tokenKind === 'scoped' && cloudId ? `${apiUrl}/ex/jira/${encodeURIComponent(cloudId)}` : null;
  return {
    jira: byCloudId ?? siteUrl,
    assets: `${byCloudId ?? apiUrl}/jsm/assets/workspace/${encodeURIComponent(workspaceId)}/v1`,
  };
}
