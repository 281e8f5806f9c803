import type { Clock } from '../../kernel/clock.ts';
import type { KeyCustody, Storages } from '../../storages/storages.ts';
import type { TenantStore } from '../../tenants/tenant.ts';

export interface PurgeDeps {
  clock: Clock;
  tenants: TenantStore;
  keys: KeyCustody;
  storages: Storages;
  graceMs: number;
}

/**
 * Deletes all data of uninstalled tenants whose days of grace are over: the key first, so that
 * nothing can be read any more, then what every storage holds, the service's own documents last.
 * Repeatable: a crash half-way is made good by the next round. Returns how many tenants.
 */
export async function purgeUninstalled(deps: PurgeDeps): Promise<number> {
  const { clock, tenants, keys, storages, graceMs } = deps;
  const due = await tenants.beginPurges(new Date(clock.now() - graceMs));
  for (const { id } of due) {
    await keys.destroy(id);
    for (const vault of storages.all(id)) await vault.purge();
    await tenants.purge(id);
  }
  return due.length;
}
