import type { Person } from '../kernel/person.ts';
import type { Clock } from '../kernel/clock.ts';
import { Conflict } from '../kernel/errors.ts';
import type { TenantId } from '../kernel/ids.ts';
import { newRunId } from '../runs/new-run-id.ts';
import type { RunHandler, RunOutcome } from '../runs/run-handler.ts';
import type { Run, RunLease, RunStore } from '../runs/run.ts';
import type { SiteAccess } from '../sites/site-access.ts';
import type { Connection, ConnectionStore } from '../sites/connection.ts';
import type { CatalogSchema, CatalogStore } from './catalog.ts';

interface Deps {
  clock: Clock;
  runs: RunStore;
  catalog: CatalogStore;
  connections: ConnectionStore;
  sites: SiteAccess;
}

/** Compares the site's schemas with the catalog: what is there, what is gone, and what only this account cannot see. */
export class CatalogSync implements RunHandler {
  readonly kind = 'sync';
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Queues a sync; while one is open, that one is returned. @throws Conflict `no-connection` */
  async request(tenantId: TenantId, by: Person): Promise<Run> {
    const connection = await this.#deps.connections.get(tenantId);
    if (!connection) throw new Conflict('no-connection', 'Set up the connection first.');
    const open = (await this.#deps.runs.open(tenantId)).find((run) => run.kind === 'sync');
    if (open) return open;
    const run = await this.#deps.runs.enqueue({
      id: newRunId(),
      tenantId,
      kind: 'sync',
      trigger: 'manual',
      requestedBy: by,
    });
    if (connection.stepsDone < 3) await this.#deps.connections.patch(tenantId, { stepsDone: 3 });
    return run;
  }

  /** The open sync, else the newest one. */
  async latest(tenantId: TenantId): Promise<Run | undefined> {
    const { items } = await this.#deps.runs.list(tenantId, { kind: 'sync', page: 1, pageSize: 1 });
    return (await this.#deps.runs.open(tenantId)).find((run) => run.kind === 'sync') ?? items[0];
  }

  async work(lease: RunLease): Promise<RunOutcome> {
    const { tenantId } = lease.run;
    const report = (step: string, done: number, total: number) =>
      lease.report({ step, done, total, rate: 0 });
    await report('Listing the schemas of the site', 0, 0);
    const { site, connection } = await this.#deps.sites.open(tenantId);
    const { schemas, complete } = await site.schemas(lease.signal);
    await report('Updating the list', 0, schemas.length);
    const { siteUrl, workspaceId, accountId, accountName } = connection;
    const known = await this.#deps.catalog.all(tenantId, workspaceId);
    await this.#deps.catalog.seen(
      tenantId,
      { siteUrl, location: 'cloud', workspaceId, accountId, accountName },
      schemas.map((schema) => ({
        schemaId: schema.id,
        name: schema.name,
        key: schema.key,
        objectCount: schema.objectCount,
      })),
    );
    const missing = known.filter((schema) => !schemas.some((seen) => seen.id === schema.schemaId));
    await this.#markMissing(
      tenantId,
      connection,
      missing,
      complete && schemas.length > 0,
      lease.signal,
    );
    await this.#deps.connections.patch(tenantId, {
      lastSyncAt: new Date(this.#deps.clock.now()),
      visibleSchemas: schemas.length,
    });
    await report('Done', schemas.length, schemas.length);
    return {
      message: complete
        ? `${schemas.length} schemas found.`
        : `${schemas.length} schemas found. The site cut its list short, so nothing was marked as deleted. Sync again later.`,
    };
  }

  /**
   * Deleted: missing from a complete listing by the same account that saw it before, and that account's rights are as they were (an
   * account that sees none at all may have lost them). Everything else is only not visible.
   */
  async #markMissing(
    tenantId: TenantId,
    connection: Connection,
    missing: CatalogSchema[],
    trustworthy: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const ids = { deleted: [] as CatalogSchema['id'][], hidden: [] as CatalogSchema['id'][] };
    for (const schema of missing) {
      const gone =
        trustworthy &&
        schema.seenByAccountId === connection.accountId &&
        (schema.status === 'deleted' || (await this.#isGone(tenantId, schema, signal)));
      (gone ? ids.deleted : ids.hidden).push(schema.id);
    }
    if (ids.deleted.length > 0)
      await this.#deps.catalog.setStatus(tenantId, ids.deleted, 'deleted');
    if (ids.hidden.length > 0)
      await this.#deps.catalog.setStatus(tenantId, ids.hidden, 'not-visible');
  }

  /** Asks for the schema itself: "no such schema" confirms the listing, "not yours to see" does not. */
  async #isGone(tenantId: TenantId, schema: CatalogSchema, signal: AbortSignal): Promise<boolean> {
    const { site } = await this.#deps.sites.open(tenantId);
    try {
      await site.schema(schema.schemaId, signal);
      return false;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'schema-gone') return true;
      if (code === 'no-permission') return false;
      throw error;
    }
  }
}
