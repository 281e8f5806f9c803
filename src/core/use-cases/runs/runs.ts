import type { CatalogStore } from '../../catalog/catalog-store.ts';
import { NotFound } from '../../kernel/errors.ts';
import type { RunId, TenantId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/person.ts';
import type { RunKind, ShownStop } from '../../runs/run-kind.ts';
import type { RunKinds } from '../../runs/run-kinds.ts';
import type { RunStore } from '../../runs/run-store.ts';
import type { Run } from '../../runs/run.ts';

interface Deps {
  runs: RunStore;
  catalog: CatalogStore;
  kinds: RunKinds;
}

/** A run that an administrator may stop, and how its kind speaks of that. */
export interface StoppableRun {
  run: Run;
  title: string;
  stop: ShownStop;
}

/** What an administrator does with a run of whatever kind. */
export class Runs {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** @throws NotFound, also where runs of its kind cannot be stopped */
  async stoppable(tenantId: TenantId, id: RunId): Promise<StoppableRun> {
    const { run, title, stop } = await this.#find(tenantId, id);
    return { run, title, stop };
  }

  /**
   * Asks a run to end. One that had not begun ends at once and gives back the schema that it
   * occupies. @throws NotFound, also where runs of its kind cannot be stopped
   */
  async stop(tenantId: TenantId, id: RunId, by: Person): Promise<StoppableRun> {
    const { run, kind, title, stop } = await this.#find(tenantId, id);
    const stopped = await this.#deps.runs.requestCancel(tenantId, id, by);
    const occupied = kind.occupies?.(run);
    if (stopped.state !== 'running' && occupied)
      await this.#deps.catalog.vacate(tenantId, occupied, id);
    return { run: stopped, title, stop };
  }

  /** Whether the deletion of this backup would wait for an open run, such as a restore. */
  async isRead(tenantId: TenantId, backupId: RunId): Promise<boolean> {
    const open = await this.#deps.runs.open(tenantId);
    return open.some((run) => this.#deps.kinds.of(run)?.reads?.(run).includes(backupId) === true);
  }

  async #find(tenantId: TenantId, id: RunId): Promise<StoppableRun & { kind: RunKind }> {
    const run = await this.#deps.runs.get(tenantId, id);
    const kind = this.#deps.kinds.of(run);
    if (!kind?.shown.stop) throw new NotFound();
    return { run, kind, title: kind.shown.title, stop: kind.shown.stop };
  }
}
