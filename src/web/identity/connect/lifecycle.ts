import type { Request, Response } from 'express';
import { z } from 'zod';
import { InvalidInput } from '../../../core/kernel/errors.ts';
import type { TenantStore } from '../../../core/tenants/tenant.ts';

export interface Lifecycle {
  tenants: Pick<TenantStore, 'install'>;
  uninstall: (clientKey: string) => Promise<void>;
}

/** What Jira posts at an install (connect: 1.6); `clientKey` equals the token's issuer, which ACE has checked. */
const Installation = z.object({
  clientKey: z.string().regex(/^[\w.:-]{1,200}$/),
  sharedSecret: z.string().min(16).max(1000),
  baseUrl: z.url().max(300),
});

/** Records the installation; repeated calls and a new secret are normal. @throws InvalidInput, Unavailable */
export async function installed(
  request: Request,
  response: Response,
  { tenants }: Lifecycle,
): Promise<void> {
  const parsed = Installation.safeParse(request.body);
  if (!parsed.success) throw new InvalidInput({ installation: 'The installation cannot be read.' });
  const { clientKey, sharedSecret, baseUrl } = parsed.data;
  await tenants.install({ clientKey, sharedSecret, siteUrl: new URL(baseUrl).origin });
  response.status(204).end();
}

/** Marks the tenant as uninstalled, which stops all its work; its data is purged later. Repeatable. */
export async function uninstalled(
  request: Request,
  response: Response,
  { uninstall }: Lifecycle,
): Promise<void> {
  const { clientKey } = request.body as { clientKey: string };
  await uninstall(String(clientKey));
  response.status(204).end();
}
