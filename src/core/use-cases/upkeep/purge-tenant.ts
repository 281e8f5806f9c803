import type { BackupVault } from '../../storages/vault.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { TenantStore } from '../../tenants/tenant.ts';

/** Deletes all data of uninstalled tenants whose days of grace are over. Repeatable: a crash half-way is made good by the next round. */
export async function purgeUninstalled(deps: {
  clock: Clock;
  tenants: TenantStore;
  vault: BackupVault;
  graceMs: number;
}): Promise<number> {
  const due = await deps.tenants.beginPurges(new Date(deps.clock.now() - deps.graceMs));
  for (const tenant of due) {
    await deps.vault.purge(tenant.id, 'service');
    await deps.tenants.purge(tenant.id);
  }
  return due.length;
}
