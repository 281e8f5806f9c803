import type { Request, Response } from 'express';
import type { TenantStore } from '../../core/tenant/tenant.ts';

/** Marks the tenant as uninstalled, which stops all its work; its data is purged later. Repeatable. */
export async function uninstalled(request: Request, response: Response, { tenants }: { tenants: TenantStore }): Promise<void> {
  const { clientKey } = request.body as { clientKey: string }; // equals the token's issuer: checked by ACE
  await tenants.uninstall(String(clientKey));
  response.status(204).end();
}
