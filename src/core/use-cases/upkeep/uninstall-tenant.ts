import type { RunKinds } from '../../runs/run-kinds.ts';
import type { RunStore } from '../../runs/run-store.ts';
import type { Installations, LifecycleCall } from '../../tenants/installations.ts';

/**
 * Marks the tenant as uninstalled and stops its work at once, but for what was promised for good;
 * its data is purged after the days of grace. A call that a later one has overtaken changes
 * nothing. Repeatable.
 */
export async function uninstallTenant(
  deps: { installations: Pick<Installations, 'uninstall'>; runs: RunStore; kinds: RunKinds },
  installationKey: string,
  call: LifecycleCall,
): Promise<void> {
  const tenant = await deps.installations.uninstall(installationKey, call);
  if (!tenant) return;
  for (const run of await deps.runs.open(tenant.id)) {
    if (deps.kinds.of(run)?.outlastsUninstall) continue;
    await deps.runs.requestCancel(tenant.id, run.id, { accountId: '', name: 'Uninstalled' });
  }
}
