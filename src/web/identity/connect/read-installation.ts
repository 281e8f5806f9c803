import { z } from 'zod';
import { InvalidInput } from '../../../core/kernel/errors.ts';
import type { Installation } from '../../../core/tenants/installations.ts';
import { siteUrlOf } from '../may-install.ts';

/**
 * What Jira posts at an install (connect: 1.6); `clientKey` equals the token's issuer, which ACE
 * has checked.
 */
const Installed = z.object({
  clientKey: z.string().regex(/^[!-~]{1,200}$/),
  sharedSecret: z.string().min(16).max(1000),
  baseUrl: z.string().max(300),
});
const Uninstalled = z.object({ clientKey: z.coerce.string() });

/** Repeated calls and a new secret are normal. @throws InvalidInput */
export function readInstallation(body: unknown, pretendSiteUrl: string | undefined): Installation {
  const { clientKey, sharedSecret, baseUrl } = Installed.safeParse(body).data ?? {};
  const siteUrl = baseUrl && siteUrlOf(baseUrl, pretendSiteUrl);
  if (!clientKey || !sharedSecret || !siteUrl)
    throw new InvalidInput({ installation: "The installation can't be read." });
  return { key: clientKey, siteUrl, secret: sharedSecret };
}

/** The client key of the tenant that uninstalls the app. */
export const readUninstalled = (body: unknown): string => Uninstalled.parse(body).clientKey;
