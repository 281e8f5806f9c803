import type { CatalogStore } from '../catalog/catalog.ts';
import { NotFound } from '../errors.ts';
import type { RunHandler } from './run-handler.ts';
import type { RunStore } from './run.ts';

/** Settles backups that ended while nobody was left to settle them (a crash between two writes). Repeatable. */
export async function healRuns(deps: { catalog: CatalogStore; runs: RunStore; handlers: RunHandler[] }): Promise<number> {
  let healed = 0;
  for (const { tenantId, activeRunId } of await deps.catalog.occupied()) {
    try {
      const run = await deps.runs.get(tenantId, activeRunId);
      if (run.state === 'queued' || run.state === 'running') continue;
      await deps.handlers.find((handler) => handler.kind === run.kind)?.settle?.(run);
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      continue; // about to be queued; if it never is, the next request for a backup takes the schema over
    }
    healed += 1;
  }
  return healed;
}
