import { z } from 'zod';
import { InvalidInput } from '../../../core/kernel/errors.ts';
import type { Installation } from '../../../core/tenants/installations.ts';

/**
 * What Jira posts at an install (connect: 1.6); `clientKey` equals the token's issuer, which ACE
 * has checked.
 */
const Installed = z.object({
  clientKey: z.string().regex(/^[!-~]{1,200}$/),
  sharedSecret: z.string().min(16).max(1000),
  baseUrl: z.string().max(300),
});
/** What every reader of addresses takes for the same host. */
const PLAIN_ADDRESS = /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?(\/|$)/i;
const Uninstalled = z.object({ clientKey: z.coerce.string() });

/** Repeated calls and a new secret are normal. @throws InvalidInput */
export function readInstallation(body: unknown, pretendSiteUrl: string | undefined): Installation {
  const { clientKey, sharedSecret, baseUrl } = Installed.safeParse(body).data ?? {};
  const siteUrl = baseUrl && siteUrlOf(baseUrl, pretendSiteUrl);
  if (!clientKey || !sharedSecret || !siteUrl)
    throw new InvalidInput({ installation: "The installation can't be read." });
  return { key: clientKey, siteUrl, secret: sharedSecret };
}

/**
 * The origin of a site: https, a plain host name, the usual port. A pretend site may have http and
 * any port, on the machine of the one that the operator names. Undefined for anything else.
 */
function siteUrlOf(baseUrl: string, pretendSiteUrl: string | undefined): string | undefined {
  const url = PLAIN_ADDRESS.test(baseUrl) ? URL.parse(baseUrl) : null;
  if (!url) return undefined;
  const isPretend =
    pretendSiteUrl !== undefined && url.hostname === new URL(pretendSiteUrl).hostname;
  return isPretend || (url.protocol === 'https:' && url.port === '') ? url.origin : undefined;
}

/** The client key of the tenant that leaves. */
export const readUninstalled = (body: unknown): string => Uninstalled.parse(body).clientKey;
