import { BelievedClock } from '../../kernel/time/believed-clock.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import type { TenantId } from '../../kernel/ids.ts';
import { workThrough, type Round } from '../../kernel/loops/work-through.ts';
import type { StorageUsage } from '../../storages/storage-usage.ts';
import type { KeyCustody, Storages } from '../../storages/storages.ts';
import type { Vault } from '../../storages/vault.ts';
import type { TenantStore } from '../../tenants/tenant.ts';

/** What was deleted of a tenant in one storage. */
export interface PurgedStorage extends StorageUsage {
  tenantId: TenantId;
  storageId: string;
}

export interface PurgeDeps {
  clock: Clock;
  tenants: Pick<TenantStore, 'beginPurges' | 'purge'>;
  keys: KeyCustody;
  storages: Storages;
  /** Hears of every storage in which something was deleted. */
  tell: (purged: PurgedStorage) => void;
  /** The days of grace, ms; never less than an hour. */
  graceMs: number;
}

/** Calls of the host come late and out of order: nothing is deleted before they could. */
const LEAST_GRACE_MS = 3_600_000;

/**
 * Deletes all data of uninstalled tenants whose days of grace are over: the key first, so that
 * nothing can be read any more, then what every storage holds, the service's own documents last.
 * Each round may be repeated: a crash half-way is made good by the next one.
 */
export class PurgeUninstalled {
  readonly #deps: PurgeDeps;
  readonly #believed: BelievedClock;

  constructor(deps: PurgeDeps) {
    this.#deps = deps;
    this.#believed = new BelievedClock(deps.clock);
  }

  /** How many tenants were purged, and which could not be. */
  async round(): Promise<Round> {
    const { tenants, keys, storages, graceMs } = this.#deps;
    const graceEndMs = this.#believed.now() - Math.max(graceMs, LEAST_GRACE_MS);
    const due = await tenants.beginPurges(new Date(graceEndMs));
    return workThrough(due, {
      nameOf: ({ id }) => `tenant ${id}`,
      work: async ({ id }) => {
        await storages.leaveOwn(id); // their addresses are sealed under the key
        await keys.destroy(id);
        for (const vault of await storages.all(id)) await this.#empty(id, vault);
        await tenants.purge(id);
        return true;
      },
    });
  }

  async #empty(tenantId: TenantId, vault: Vault): Promise<void> {
    const deleted = await vault.purge();
    if (deleted.objects > 0) this.#deps.tell({ tenantId, storageId: vault.storageId, ...deleted });
  }
}
