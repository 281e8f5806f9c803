import type { CatalogStore } from '../../catalog/catalog-store.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import type { RunId, TenantId } from '../../kernel/ids.ts';
import type { RunStore } from '../../runs/run-store.ts';
import type { Storages } from '../../storages/storages.ts';
import type { BackupStore } from '../backup-store.ts';
import { refreshBackupFacts } from './refresh-backup-facts.ts';

const MAX_LISTED = 200;

export interface NoteDamageDeps {
  clock: Clock;
  backups: BackupStore;
  runs: RunStore;
  catalog: CatalogStore;
  storages: Storages;
}

/** Notes what of a backup was found damaged: its page and the grid say so. Repeatable. */
export async function noteDamage(
  deps: NoteDamageDeps,
  tenantId: TenantId,
  id: RunId,
  found: readonly string[],
): Promise<void> {
  const damage = { foundAt: new Date(deps.clock.now()), found: found.slice(0, MAX_LISTED) };
  const catalogId = await deps.backups.noteDamage(tenantId, id, damage);
  if (catalogId) await refreshBackupFacts(deps, tenantId, catalogId);
}

/** The same for every backup that names one of these packs. */
export async function noteDamagedPacks(
  deps: NoteDamageDeps,
  { tenantId, storageId }: { tenantId: TenantId; storageId: string },
  packs: readonly string[],
): Promise<void> {
  if (packs.length === 0) return;
  const vault = deps.storages.open(tenantId, storageId);
  for (const [id, found] of await vault.backupsNaming(packs))
    await noteDamage(deps, tenantId, id, found);
}
