import { isIP } from 'node:net';
import { InvalidInput } from '../../core/kernel/errors.ts';
import { NOT_ALLOWED, NOT_HTTPS } from './read-site-url.ts';

/** Lower ports belong to other services. */
const FIRST_FREE_PORT = 1_024;
/** Where the paths of Jira's pages begin: people who copy an address copy these, too. */
const PAGES =
  /\/(secure|browse|projects|issues|plugins|servicedesk|rest|login\.jsp|jira\/dashboards)(\/.*)?$/i;
const CONTEXT_PATH = /^(\/[\w.~-]+)*$/;

type Reaches = (address: string) => boolean;

interface ReadOptions {
  /** Origins of pretend sites, which need no https. */
  allowed: readonly string[];
  /** Whether an address that stands instead of a name may be connected to. */
  mayReach: Reaches;
}

/**
 * The address of a server that somebody typed: https, any host that may be connected to, with an
 * optional port and context path. Names are not resolved here. @throws InvalidInput `siteUrl`
 */
export function readServerUrl(typed: string, { allowed, mayReach }: ReadOptions): string {
  const text = typed.trim();
  const url = URL.parse(text);
  const isPretend = url !== null && allowed.includes(url.origin);
  if (!isPretend && !/^https:\/\//i.test(text)) throw new InvalidInput({ siteUrl: NOT_HTTPS });
  if (!url || url.username !== '' || url.password !== '')
    throw new InvalidInput({ siteUrl: NOT_ALLOWED });
  if (!isPretend) assertGoodHost(url, text, mayReach);
  const path = url.pathname.replace(PAGES, '').replace(/\/+$/, '');
  if (!CONTEXT_PATH.test(path)) throw new InvalidInput({ siteUrl: NOT_ALLOWED });
  return `${url.origin}${path}`;
}

export const NOT_REACHED =
  'This address leads into a private network. Whoever runs this service can list the network to let connections in.';

/** An IP address must have the usual notation: others hide where they lead. @throws InvalidInput */
function assertGoodHost({ hostname, port }: URL, text: string, mayReach: Reaches): void {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const isAddress = isIP(host) !== 0;
  const isOddPort = port !== '' && Number(port) < FIRST_FREE_PORT;
  if (isOddPort || (isAddress && !text.includes(hostname)))
    throw new InvalidInput({ siteUrl: NOT_ALLOWED });
  if (isAddress && !mayReach(host)) throw new InvalidInput({ siteUrl: NOT_REACHED });
}
