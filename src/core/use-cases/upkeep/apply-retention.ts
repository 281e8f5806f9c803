import type { BackupStore } from '../../backups/backup-store.ts';
import type { CatalogStore } from '../../catalog/catalog-store.ts';
import { orAbsent } from '../../kernel/errors.ts';
import { BelievedClock } from '../../kernel/time/believed-clock.ts';
import { CLOCK_TOLERANCE_MS, type Clock } from '../../kernel/time/clock.ts';
import { addRounds, workThrough, type Round } from '../../kernel/loops/work-through.ts';
import type { Retention } from '../retention/retention.ts';

export interface ApplyRetentionDeps {
  clock: Clock;
  backups: Pick<BackupStore, 'binnedBefore' | 'requestDelete'>;
  catalog: Pick<CatalogStore, 'withBackups'>;
  retention: Pick<Retention, 'apply' | 'binMs' | 'isSchemaHeld'>;
}

const EVERY_MS = 3_600_000;
const NOTHING: Round = { done: 0, failed: [] };

/**
 * Once an hour the rules of all schemas are carried out; what has been in the bin for its time is
 * taken off for good, and then deleted, unless its schema is on hold by then. A clock that leapt
 * ahead is not believed before the next round. Repeatable, by several replicas at once.
 */
export class ApplyRetention {
  readonly #deps: ApplyRetentionDeps;
  readonly #believed: BelievedClock;
  #appliedMs = -Infinity;

  constructor(deps: ApplyRetentionDeps) {
    this.#deps = deps;
    this.#believed = new BelievedClock(deps.clock);
  }

  async round(): Promise<Round> {
    const believedMs = this.#believed.now();
    return addRounds([await this.#apply(believedMs), await this.#emptyBins(believedMs)]);
  }

  async #apply(believedMs: number): Promise<Round> {
    const { clock, catalog, retention } = this.#deps;
    const hasLeapt = clock.now() - believedMs > CLOCK_TOLERANCE_MS;
    if (hasLeapt || clock.monotonicMs() - this.#appliedMs < EVERY_MS) return NOTHING;
    const round = await workThrough(await catalog.withBackups(), {
      nameOf: ({ id }) => `schema ${id}`,
      work: async ({ tenantId, id }) => (await retention.apply(tenantId, id)) > 0,
    });
    this.#appliedMs = clock.monotonicMs();
    return round;
  }

  async #emptyBins(believedMs: number): Promise<Round> {
    const { backups, retention } = this.#deps;
    const before = new Date(Math.max(0, believedMs - retention.binMs));
    return workThrough(await backups.binnedBefore(before), {
      nameOf: ({ id }) => `backup ${id}`,
      work: async ({ tenantId, id, catalogId }) => {
        if (await retention.isSchemaHeld(tenantId, catalogId)) return false;
        // Somebody may have taken it out, put it on hold, or deleted it since it was found.
        const removing = backups.requestDelete(tenantId, id, { fromBin: true });
        return (await orAbsent(removing)) === true;
      },
    });
  }
}
