import { queueNextPart } from '../../backups/background/queue-next-part.ts';
import type { BackupStore } from '../../backups/backup-store.ts';
import type { CatalogStore } from '../../catalog/catalog-store.ts';
import { isBeingRead } from '../../backups/held-part.ts';
import { orAbsent } from '../../kernel/errors.ts';
import type { RunId, TenantId } from '../../kernel/ids.ts';
import { addRounds, workThrough, type Round } from '../../kernel/loops/work-through.ts';
import type { RunHandler } from '../../runs/run-handler.ts';
import { isOfKind } from '../../runs/run-kind.ts';
import { readOrMend } from '../../runs/read-or-mend.ts';
import type { RunStore } from '../../runs/run-store.ts';
import { isOpen } from '../../runs/run.ts';

export interface HealRunsDeps {
  backups: BackupStore;
  catalog: CatalogStore;
  runs: RunStore;
  handlers: RunHandler[];
  /** Hears what was changed in the database so that it held something up, and was reset. */
  tellReset?: ((what: string) => void) | undefined;
}

/**
 * Settles runs that ended while nobody was left to settle them (a crash between two writes). Each
 * round may be repeated.
 */
export class HealRuns {
  readonly #deps: HealRunsDeps;
  /** Runs that were not there in the round before: they may have been about to be queued. */
  #missingBefore: ReadonlySet<RunId> = new Set();
  #missing = new Set<RunId>();

  constructor(deps: HealRunsDeps) {
    this.#deps = deps;
  }

  /** What was healed, and which runs could not be. */
  async round(): Promise<Round> {
    await this.#resetOdd();
    this.#missingBefore = this.#missing;
    this.#missing = new Set();
    return addRounds([
      await this.#pendingBackups(),
      await this.#pinnedBackups(),
      await this.#occupiedSchemas(),
      await this.#backgroundParts(),
    ]);
  }

  async #resetOdd(): Promise<void> {
    const { catalog, runs, tellReset } = this.#deps;
    for (const { tenantId, id } of await catalog.freeOdd())
      tellReset?.(`what occupied schema ${id} of tenant ${tenantId}`);
    for (const { tenantId, id } of await runs.endOdd())
      tellReset?.(`run ${id} of tenant ${tenantId}, which was of no kind`);
  }

  async #pendingBackups(): Promise<Round> {
    const { backups } = this.#deps;
    return workThrough(await backups.pending(), {
      nameOf: ({ id }) => `run ${id}`,
      work: async ({ tenantId, id, run }) => {
        const outcome = await this.#settle(tenantId, run);
        if (outcome === 'missing') await backups.dropPending(tenantId, id);
        return outcome !== 'open';
      },
    });
  }

  /** Pins of runs that are over: their backups could never be deleted. */
  async #pinnedBackups(): Promise<Round> {
    const { backups } = this.#deps;
    return workThrough(await backups.pinning(), {
      nameOf: ({ run }) => `run ${run}`,
      work: async ({ tenantId, run }) => {
        if (!(await this.#isOver(tenantId, run))) return false;
        await backups.unpin(tenantId, run);
        return true;
      },
    });
  }

  async #occupiedSchemas(): Promise<Round> {
    const { catalog } = this.#deps;
    return workThrough(await catalog.occupied(), {
      nameOf: ({ activeRunId }) => `run ${activeRunId}`,
      work: async ({ tenantId, id, activeRunId }) => {
        if (!(await this.#isOver(tenantId, activeRunId))) return false;
        // Runs of most kinds give back no schema: this one was named by a change in the database.
        await catalog.vacate(tenantId, id, activeRunId);
        return true;
      },
    });
  }

  /** Parts whose run has ended untold, or was never queued. */
  async #backgroundParts(): Promise<Round> {
    const { backups } = this.#deps;
    return workThrough(await backups.beingCompleted(), {
      nameOf: ({ id }) => `the parts of backup ${id}`,
      work: async ({ tenantId, id, parts }) => {
        const outcomes: string[] = [];
        for (const { run, status } of parts)
          if (run && isBeingRead({ status })) outcomes.push(await this.#settle(tenantId, run));
        if (outcomes.includes('open')) return false;
        await queueNextPart(this.#deps, tenantId, id);
        return true;
      },
    });
  }

  /** Whether the run has ended, and is settled now, or was missing in the round before, too. */
  async #isOver(tenantId: TenantId, id: RunId): Promise<boolean> {
    const outcome = await this.#settle(tenantId, id);
    if (outcome !== 'missing') return outcome === 'settled';
    this.#missing.add(id);
    return this.#missingBefore.has(id);
  }

  /** Settles the run if it has ended. */
  async #settle(tenantId: TenantId, id: RunId): Promise<'open' | 'missing' | 'settled'> {
    const run = await orAbsent(readOrMend(this.#deps.runs, tenantId, id));
    if (!run) return 'missing';
    if (isOpen(run)) return 'open';
    await this.#deps.handlers.find((handler) => isOfKind(run, handler.kind))?.settle?.(run);
    return 'settled';
  }
}
