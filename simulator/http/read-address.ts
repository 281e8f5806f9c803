/**
 * By which form of Atlassian's addresses a call came (assets-api: A.1, G): the site's own host,
 * api.atlassian.com with the workspace alone, api.atlassian.com with the cloud id before it, the
 * site's gateway.
 */
export type AddressForm = 'site' | 'short' | 'cloud-id' | 'gateway';

export interface Address {
  form: AddressForm;
  /** The path as routes know it, whatever stood before it. */
  path: string;
  /** Only where the form names it. */
  cloudId?: string;
}

const CLOUD_ID = /^\/ex\/jira\/(?<cloudId>[^/]+)(?<path>\/.*)$/;
const GATEWAY = /^\/gateway\/api(?<path>\/jsm\/.*)$/;
/** The older name of Assets, still in Atlassian's addresses of icons. */
const OLDER_NAME = /^\/jsm\/insight\//;

export function readAddress(pathname: string): Address {
  const byCloudId = CLOUD_ID.exec(pathname)?.groups;
  if (byCloudId)
    return {
      form: 'cloud-id',
      path: plainPath(byCloudId['path'] ?? '/'),
      cloudId: byCloudId['cloudId'] ?? '',
    };
  const gateway = GATEWAY.exec(pathname)?.groups;
  if (gateway) return { form: 'gateway', path: plainPath(gateway['path'] ?? '/') };
  return { form: pathname.startsWith('/jsm/') ? 'short' : 'site', path: plainPath(pathname) };
}

const plainPath = (path: string): string => path.replace(OLDER_NAME, '/jsm/assets/');
