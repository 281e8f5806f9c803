import type { CatalogSchema, CatalogStore } from '../../catalog/catalog-store.ts';
import { NotFound } from '../../kernel/errors.ts';
import type { CatalogId, RunId, TenantId } from '../../kernel/ids.ts';
import type { Page } from '../../kernel/page.ts';
import type { Person } from '../../kernel/person.ts';
import { describeRun } from '../../runs/describe-run.ts';
import type { RunKind, ShownStop } from '../../runs/run-kind.ts';
import type { RunKinds } from '../../runs/run-kinds.ts';
import type { RunStore } from '../../runs/run-store.ts';
import { isOpen, type Run, type RunState } from '../../runs/run.ts';

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
  /** The name of the schema that it works on or reads a backup of, as long as that is known. */
  schemaName: string | undefined;
}

export interface ActivityFilter {
  states?: RunState[] | undefined;
  /** Name of a kind; one that is not known is as if it were not said. */
  kind?: string | undefined;
  catalogId?: CatalogId | undefined;
  /** The account of who asked. */
  requestedBy?: string | undefined;
  /** From 1. */
  page?: number | undefined;
}

/** A run of whatever kind, as a list of all of them shows it. */
export interface ListedRun {
  run: Run;
  /** What such a run is called. */
  title: string;
  /** What it is about beside its schema. */
  about?: string | undefined;
  canStop: boolean;
  /** Undefined once the schema was removed, and for a run of no schema. */
  schema?: CatalogSchema | undefined;
}

/** What an administrator does with a run of whatever kind. */
export class Runs {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** @throws NotFound, also where runs of its kind cannot be stopped */
  async stoppable(tenantId: TenantId, id: RunId): Promise<StoppableRun> {
    const { kind: _kind, ...found } = await this.#find(tenantId, id);
    return found;
  }

  /**
   * Asks a run to end. One that never began ends at once and gives back the schema that it
   * occupies. @throws NotFound, also where runs of its kind cannot be stopped
   */
  async stop(tenantId: TenantId, id: RunId, by: Person): Promise<StoppableRun> {
    const { run, kind, ...shown } = await this.#find(tenantId, id);
    const stopped = await this.#deps.runs.requestCancel(tenantId, id, by);
    const occupied = kind.occupies?.(run);
    if (!isOpen(stopped) && occupied) await this.#deps.catalog.vacate(tenantId, occupied, id);
    return { run: stopped, ...shown };
  }

  /** Whether the deletion of this backup would wait for an open run, such as a restore. */
  async isRead(tenantId: TenantId, backupId: RunId): Promise<boolean> {
    const open = await this.#deps.runs.open(tenantId);
    return open.some((run) => this.#deps.kinds.of(run)?.reads?.(run).includes(backupId) === true);
  }

  /**
   * Runs of every kind, newest first, pages of 20, without their results: three queries, however
   * many there are.
   */
  async list(tenantId: TenantId, filter: ActivityFilter): Promise<Page<ListedRun>> {
    const { kind: name, ...others } = filter;
    const kind = name === undefined ? undefined : this.#deps.kinds.of({ kind: name });
    const found = await this.#deps.runs.list(tenantId, { ...others, kind, withoutResults: true });
    const ids = new Set(found.items.flatMap(({ catalogId }) => catalogId ?? []));
    const schemas = await this.#deps.catalog.find(tenantId, [...ids]);
    return { ...found, items: found.items.map((run) => this.#listed(run, schemas)) };
  }

  /** The kinds that a list may be limited to, and what runs of each are called. */
  kinds(): { kind: string; title: string }[] {
    return this.#deps.kinds.all().map(({ name, shown }) => ({ kind: name, title: shown.title }));
  }

  /** How many are running and queued. */
  async countOpen(tenantId: TenantId): Promise<{ running: number; queued: number }> {
    const open = await this.#deps.runs.open(tenantId);
    const running = open.filter(({ state }) => state === 'running').length;
    return { running, queued: open.length - running };
  }

  #listed(run: Run, schemas: CatalogSchema[]): ListedRun {
    const shown = this.#deps.kinds.of(run)?.shown;
    return {
      run,
      title: shown?.title ?? run.kind,
      about: describeRun(run, shown),
      canStop: shown?.stop !== undefined,
      schema: schemas.find(({ id }) => id === run.catalogId),
    };
  }

  async #find(tenantId: TenantId, id: RunId): Promise<StoppableRun & { kind: RunKind }> {
    const run = await this.#deps.runs.get(tenantId, id);
    const kind = this.#deps.kinds.of(run);
    if (!kind?.shown.stop) throw new NotFound();
    const { title, stop } = kind.shown;
    const [schema] = run.catalogId ? await this.#deps.catalog.find(tenantId, [run.catalogId]) : [];
    return { run, kind, title, stop, schemaName: schema?.name };
  }
}
