import { rootCertificates } from 'node:tls';
import { InvalidInput } from '../../core/kernel/errors.ts';
import { AddressRefused, type AddressGuard } from '../address/address-guard.ts';
import { askSite, type AskSite } from '../address/ask-site.ts';
import { UNTRUSTED_CODES } from '../http/transport/failure-words.ts';
import { NOT_REACHED, readServerUrl } from '../address/read-server-url.ts';

/** Jira answers this without credentials. */
export const SERVER_INFO = '/rest/api/2/serverInfo';

const NO_ANSWER = "The site doesn't answer over https. Check the address, and that it is running.";
const NOT_TRUSTED = {
  certificate:
    "The site's certificate isn't trusted. Paste the certificate of the authority (CA) that issued it.",
};
const NOT_FOUND = { siteUrl: 'No server has this name. Check the spelling.' };
const NO_TLS = { siteUrl: "The server doesn't speak https at this address. Check the port." };
/** By error code. */
const FAILURES = new Map<unknown, Record<string, string>>([
  ...UNTRUSTED_CODES.map((code) => [code, NOT_TRUSTED] as const),
  ['CERT_HAS_EXPIRED', { siteUrl: "The site's certificate has expired. Renew it there." }],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    { siteUrl: "The site's certificate is for another host name. Enter the one it's for." },
  ],
  ['ENOTFOUND', NOT_FOUND],
  ['ENODATA', NOT_FOUND],
  ['EAI_AGAIN', NOT_FOUND],
  ['EPROTO', NO_TLS],
  ['ERR_SSL_WRONG_VERSION_NUMBER', NO_TLS],
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', NO_TLS],
]);

/** In addition to the authorities that everybody trusts. */
export const trusting = (certificate: string | null): { ca?: string[] } =>
  certificate === null ? {} : { ca: [...rootCertificates, certificate] };

/**
 * Reads the address of a server, then calls it without credentials. Any answer will do except a
 * redirect; the next check finds out whether it's Jira.
 * @throws InvalidInput `siteUrl` | `certificate`
 */
export async function checkDataCenterAddress(
  guard: AddressGuard,
  { typed, certificate }: { typed: string; certificate: string | null },
  ask: AskSite = askSite(guard, trusting(certificate)),
): Promise<string> {
  const { allowed } = guard;
  const siteUrl = readServerUrl(typed, { allowed, mayReach: (each) => guard.mayReach(each) });
  const { status, location } = await ask(`${siteUrl}${SERVER_INFO}`).catch((error: unknown) => {
    throw new InvalidInput(failureOf(error), { cause: error });
  });
  if (status >= 300 && status < 400)
    throw new InvalidInput({ siteUrl: leadsTo(location, siteUrl) });
  return siteUrl;
}

function failureOf(error: unknown): Record<string, string> {
  if (error instanceof AddressRefused) return { siteUrl: NOT_REACHED };
  const { code } = error as { code?: unknown };
  return FAILURES.get(code) ?? { siteUrl: NO_ANSWER };
}

/** Redirects aren't followed: they could hand the credentials to somebody else. */
function leadsTo(location: string | undefined, siteUrl: string): string {
  const to = location === undefined ? null : URL.parse(location, siteUrl);
  if (!to) return NO_ANSWER;
  const base = `${to.origin}${to.pathname}`;
  if (base.endsWith(SERVER_INFO))
    return `The site redirects to ${base.slice(0, -SERVER_INFO.length)}. Enter that address.`;
  return `The site redirects to ${to.origin}, where people sign in. This service needs a way to Jira's REST API without that page.`;
}
