import type { CatalogStore } from '../../catalog/catalog.ts';
import { orAbsent } from '../../kernel/errors.ts';
import type { RunHandler } from '../../runs/run-handler.ts';
import { isOpen, type RunStore } from '../../runs/run.ts';

/** Settles backups that ended while nobody was left to settle them (a crash between two writes). Each round may be repeated. */
export class HealRuns {
  readonly #deps: { catalog: CatalogStore; runs: RunStore; handlers: RunHandler[] };
  /** Schemas taken for a run that was not there in the round before: it may have been about to be queued. */
  #missing = new Set<string>();

  constructor(deps: { catalog: CatalogStore; runs: RunStore; handlers: RunHandler[] }) {
    this.#deps = deps;
  }

  async round(): Promise<number> {
    const { catalog, runs, handlers } = this.#deps;
    const missing = new Set<string>();
    let healed = 0;
    for (const { tenantId, id, activeRunId } of await catalog.occupied()) {
      const run = await orAbsent(runs.get(tenantId, activeRunId));
      if (run && isOpen(run)) continue;
      if (run) await handlers.find((handler) => handler.kind === run.kind)?.settle?.(run);
      else if (this.#missing.has(activeRunId)) await catalog.vacate(tenantId, id, activeRunId);
      else {
        missing.add(activeRunId);
        continue;
      }
      healed += 1;
    }
    this.#missing = missing;
    return healed;
  }
}
