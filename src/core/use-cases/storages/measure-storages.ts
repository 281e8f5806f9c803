import type { StoredBackups, StoredCount } from '../../backups/stored-backups.ts';
import type { CatalogStore } from '../../catalog/catalog-store.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { HOUR_MS } from '../../kernel/time/durations.ts';
import { ProductError } from '../../kernel/errors.ts';
import type { TenantId } from '../../kernel/ids.ts';
import { workThrough, type Round } from '../../kernel/loops/work-through.ts';
import type { MeasuredUsage, StorageUsageStore } from '../../storages/storage-usage.ts';
import { SERVICE_STORAGE } from '../../storages/storage.ts';
import type { Storages } from '../../storages/storages.ts';
import type { Vault } from '../../storages/vault.ts';

export interface StorageFiguresDeps {
  clock: Clock;
  storages: Pick<Storages, 'all'>;
  usage: StorageUsageStore;
  stored: StoredBackups;
  catalog: Pick<CatalogStore, 'withBackups'>;
  /** How many bytes a tenant may use of the service's own storage; absent: unlimited. */
  quotaBytes?: number | undefined;
}

/** What is known of one storage of a tenant. */
export interface StorageFigure {
  /** As it was measured last; undefined where it was not yet. */
  usage: MeasuredUsage | undefined;
  backups: StoredCount;
  /** How much may be used, in bytes; undefined where there is no limit. */
  quotaBytes: number | undefined;
}
export type StorageFigures = ReadonlyMap<string, StorageFigure>;

/** A page waits no longer for a storage: then it shows what was measured last. */
const PAGE_WAITS_MS = 2_000;
const NONE: StoredCount = { listed: 0, all: 0 };

/** How much of each storage a tenant uses, now and on the days before. */
export class MeasureStorages {
  readonly #deps: StorageFiguresDeps;
  #measuredMs = -Infinity;

  constructor(deps: StorageFiguresDeps) {
    this.#deps = deps;
  }

  /** Measures them, as far as they answer quickly. */
  async figures(tenantId: TenantId): Promise<StorageFigures> {
    const { clock, storages, usage, stored, quotaBytes } = this.#deps;
    const vaults = await storages.all(tenantId);
    const measuring = Promise.all(vaults.map((vault) => this.#measure(tenantId, vault)));
    const waiting = new AbortController();
    const waited = clock.sleep(PAGE_WAITS_MS, waiting.signal).catch(() => undefined);
    await Promise.race([measuring, waited]);
    waiting.abort();
    const [measured, counts] = await Promise.all([usage.all(tenantId), stored.count(tenantId)]);
    const figures = vaults.map(({ storageId }) => {
      const isService = storageId === SERVICE_STORAGE.id;
      const figure: StorageFigure = {
        usage: measured.get(storageId),
        backups: counts.get(storageId) ?? NONE,
        quotaBytes: isService ? quotaBytes : undefined,
      };
      return [storageId, figure] as const;
    });
    return new Map(figures);
  }

  /** Once an hour those of every tenant with backups, so that each day has its figure. */
  async round(): Promise<Round> {
    const { clock, catalog, storages } = this.#deps;
    if (clock.monotonicMs() - this.#measuredMs < HOUR_MS) return { done: 0, failed: [] };
    const schemas = await catalog.withBackups();
    const round = await workThrough(new Set(schemas.map(({ tenantId }) => tenantId)), {
      nameOf: (tenantId) => `storages of tenant ${tenantId}`,
      work: async (tenantId) => {
        for (const vault of await storages.all(tenantId)) await this.#measure(tenantId, vault);
        return false;
      },
    });
    this.#measuredMs = clock.monotonicMs();
    return round;
  }

  /** One that can't be asked keeps the figures that it has: its state says why. */
  async #measure(tenantId: TenantId, vault: Vault): Promise<void> {
    const { clock, usage } = this.#deps;
    try {
      const used = await vault.usage();
      await usage.note(tenantId, vault.storageId, used, new Date(clock.now()));
    } catch (error) {
      if (!(error instanceof ProductError)) throw error;
    }
  }
}
