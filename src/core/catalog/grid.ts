import { Conflict, InvalidInput } from '../errors.ts';
import type { CatalogId, TenantId } from '../ids.ts';
import { newRunId } from '../job/new-run-id.ts';
import type { Run, RunStore } from '../job/run.ts';
import { GRID_PAGE, type CatalogFilter, type CatalogSchema, type CatalogStore } from './catalog.ts';

export interface GridRow { schema: CatalogSchema; /** The schema's open run, if there is one. */ run?: Run }
export interface GridPage { rows: GridRow[]; total: number; page: number; pages: number; sites: string[]; sync?: Run }

/** The list of synced schemas, each with the work in hand. */
export class Grid {
  readonly #catalog: CatalogStore;
  readonly #runs: RunStore;

  constructor(deps: { catalog: CatalogStore; runs: RunStore }) {
    this.#catalog = deps.catalog;
    this.#runs = deps.runs;
  }

  async page(tenantId: TenantId, filter: CatalogFilter): Promise<GridPage> {
    const [found, open] = await Promise.all([this.#catalog.list(tenantId, filter), this.#runs.open(tenantId)]);
    const pages = Math.max(1, Math.ceil(found.total / GRID_PAGE));
    const sync = open.find((run) => run.kind === 'sync');
    const page = { rows: found.schemas.map((schema) => row(schema, open)), total: found.total, page: Math.min(filter.page ?? 1, pages), pages, sites: found.sites };
    return sync ? { ...page, sync } : page;
  }

  /** @throws NotFound */
  async row(tenantId: TenantId, id: CatalogId): Promise<GridRow> {
    const [schema, open] = await Promise.all([this.#catalog.get(tenantId, id), this.#runs.open(tenantId)]);
    return row(schema, open);
  }

  /** Hides an active schema until the next sync; backups stay. @throws NotFound, Conflict when it is not active */
  async hide(tenantId: TenantId, id: CatalogId): Promise<void> {
    const schema = await this.#catalog.get(tenantId, id);
    if (schema.status === 'deleted') throw new Conflict('schema-deleted', 'This schema was deleted from Assets meanwhile. Reload the page.');
    await this.#catalog.hide(tenantId, id);
  }

  /** Queues the removal of a schema that was deleted from Assets, with all its backups. @throws NotFound, InvalidInput `name`, Conflict */
  async removeDeleted(tenantId: TenantId, id: CatalogId, typedName: string, by: { accountId: string; name: string }): Promise<Run> {
    const schema = await this.#catalog.get(tenantId, id);
    if (schema.status !== 'deleted') throw new Conflict('schema-not-deleted', 'Only a schema that was deleted from Assets can be removed with its backups.');
    if (typedName !== schema.name) throw new InvalidInput({ name: 'The name does not match. Type the name of the schema as it is shown.' });
    const run = await this.#runs.enqueue({ id: newRunId(), tenantId, kind: 'delete-schema', catalogId: id, trigger: 'manual', requestedBy: by });
    await this.#catalog.hide(tenantId, id);
    return run;
  }
}

function row(schema: CatalogSchema, open: Run[]): GridRow {
  const run = open.find((candidate) => candidate.catalogId === schema.id && candidate.kind === 'backup');
  return run ? { schema, run } : { schema };
}
