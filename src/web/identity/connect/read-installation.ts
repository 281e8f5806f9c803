import { z } from 'zod';
import { InvalidInput } from '../../../core/kernel/errors.ts';
import type { Installation } from '../../../core/tenants/installations.ts';

/**
 * What Jira posts at an install (connect: 1.6); `clientKey` equals the token's issuer, which ACE
 * has checked.
 */
const Installed = z.object({
  clientKey: z.string().regex(/^[\w.:-]{1,200}$/),
  sharedSecret: z.string().min(16).max(1000),
  baseUrl: z.url().max(300),
});
const Uninstalled = z.object({ clientKey: z.coerce.string() });

/** Repeated calls and a new secret are normal. @throws InvalidInput */
export function readInstallation(body: unknown): Installation {
  const parsed = Installed.safeParse(body);
  if (!parsed.success) throw new InvalidInput({ installation: 'The installation cannot be read.' });
  const { clientKey, sharedSecret, baseUrl } = parsed.data;
  return { key: clientKey, siteUrl: new URL(baseUrl).origin, secret: sharedSecret };
}

/** The client key of the tenant that leaves. */
export const readUninstalled = (body: unknown): string => Uninstalled.parse(body).clientKey;
