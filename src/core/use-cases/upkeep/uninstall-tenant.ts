import type { RunStore } from '../../runs/run.ts';
import type { TenantStore } from '../../tenants/tenant.ts';

/** Marks the tenant as uninstalled and stops its work at once; its data is purged after the days of grace. Repeatable. */
export async function uninstallTenant(
  deps: { tenants: TenantStore; runs: RunStore },
  clientKey: string,
): Promise<void> {
  const tenant = await deps.tenants.uninstall(clientKey);
  if (!tenant) return;
  for (const run of await deps.runs.open(tenant.id))
    await deps.runs.requestCancel(tenant.id, run.id, { accountId: '', name: 'Uninstalled' });
}
