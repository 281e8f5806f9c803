import { InvalidInput } from '../../core/kernel/errors.ts';

export const NOT_HTTPS = 'The URL must start with https://';
export const NOT_ALLOWED = "This address isn't allowed";

/** Names that mean a different machine or network wherever they are resolved. */
const OWN_NETWORK =
  /(^|\.)(localhost|localdomain|local|internal|intranet|lan|home|corp|private|arpa|onion|test|invalid)$/;
/** As typed, before any normalization: a host name, with the default port at most. */
const AUTHORITY = /^[\p{L}\p{M}\p{N}.-]+(:443)?$/u;
/** As sent to the DNS: two labels or more, of which the last is not a number. */
const HOST =
  /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The origin of an address that somebody typed; path, query and fragment are dropped. An address
 * that the operator allowed passes as it is. Nothing is resolved here.
 * @throws InvalidInput `siteUrl`
 */
export function readSiteUrl(typed: string, allowed: readonly string[]): string {
  const text = typed.trim();
  const origin = originOf(text);
  if (origin !== undefined && allowed.includes(origin)) return origin;
  if (!/^https:\/\//i.test(text)) throw new InvalidInput({ siteUrl: NOT_HTTPS });
  const [authority = ''] = text.slice('https://'.length).split(/[/?#]/, 1);
  if (origin === undefined || !AUTHORITY.test(authority))
    throw new InvalidInput({ siteUrl: NOT_ALLOWED });
  const host = origin.slice('https://'.length);
  if (!HOST.test(host) || OWN_NETWORK.test(host)) throw new InvalidInput({ siteUrl: NOT_ALLOWED });
  return origin;
}

/** Undefined for anything but a web address, and for one with a user name. */
function originOf(text: string): string | undefined {
  const url = URL.parse(text);
  return url && url.username === '' && url.password === '' && url.origin !== 'null'
    ? url.origin
    : undefined;
}
