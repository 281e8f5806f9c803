/** Addresses of sites, as the product that hosts the app tells them. */

/** An address that every parser takes for the same host. */
const PLAIN_ADDRESS = /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?(\/|$)/i;

/**
 * The origin of a site: https, a plain host name, the usual port. A pretend site may have http and
 * any port, on the machine of the one that the operator names. Undefined for anything else.
 */
export function siteUrlOf(baseUrl: string, pretendSiteUrl: string | undefined): string | undefined {
  const url = PLAIN_ADDRESS.test(baseUrl) ? URL.parse(baseUrl) : null;
  if (!url) return undefined;
  const isPretend =
    pretendSiteUrl !== undefined && url.hostname === new URL(pretendSiteUrl).hostname;
  return isPretend || (url.protocol === 'https:' && url.port === '') ? url.origin : undefined;
}

/** Which sites may use the service. */
export interface AllowedSites {
  /** Hosts of sites that may install the app; * stands for one label. */
  siteHosts: string[];
  pretendSiteUrl: string | undefined;
}

export function mayInstall(siteUrl: string, { siteHosts, pretendSiteUrl }: AllowedSites): boolean {
  const pretend = pretendSiteUrl ? [new URL(pretendSiteUrl).hostname] : [];
  const { hostname } = new URL(siteUrl);
  return [...siteHosts, ...pretend].some((host) => fitsHost(hostname, host));
}

/** `*` stands for one label of a name. */
function fitsHost(name: string, pattern: string): boolean {
  const labels = name.split('.');
  const wanted = pattern.toLowerCase().split('.');
  return (
    labels.length === wanted.length &&
    wanted.every((label, at) => label === '*' || label === labels[at])
  );
}
