import { counted } from '../kernel/counted.ts';
import type { Person } from '../kernel/person.ts';
import type { Clock } from '../kernel/clock.ts';
import type { AssetsReader } from '../assets/ports/assets-reader.ts';
import { Conflict, NotFound, ProductError } from '../kernel/errors.ts';
import type { TenantId } from '../kernel/ids.ts';
import { askForRun } from '../runs/ask-for-run.ts';
import type { RunHandler, RunOutcome } from '../runs/run-handler.ts';
import { NOTHING } from '../runs/run-fields.ts';
import { isOfKind, type RunKind } from '../runs/run-kind.ts';
import type { RunLease } from '../runs/run-lease.ts';
import type { RunStore } from '../runs/run-store.ts';
import type { Run } from '../runs/run.ts';
import type { SiteAccess } from '../sites/site-access.ts';
import type { SiteStore } from '../sites/site.ts';
import type { CatalogSchema, CatalogStore } from './catalog-store.ts';

interface Deps {
  clock: Clock;
  runs: RunStore;
  catalog: CatalogStore;
  sites: SiteStore;
  access: SiteAccess;
}

/** Characters of a name in the grid. A site names as it likes, and all names are in memory. */
const MAX_NAME = 500;

export const syncKind: RunKind<undefined, undefined, undefined> = {
  name: 'sync',
  input: NOTHING,
  checkpoint: NOTHING,
  result: NOTHING,
  needsConnection: true,
  shown: { title: 'sync' },
};

/**
 * Compares the site's schemas with the catalog: what is there, what is gone, and what only this
 * account cannot see.
 */
export class CatalogSync implements RunHandler<undefined, undefined, undefined> {
  readonly kind = syncKind;
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /**
   * Queues a sync; while one is open, that one is returned. @throws Conflict `no-connection` |
   * `too-many-runs`
   */
  async request(tenantId: TenantId, by: Person): Promise<Run> {
    const source = await this.#deps.sites.source(tenantId);
    if (!source) throw new Conflict('no-connection', 'Set up the connection first.');
    const wish = { tenantId, kind: syncKind, input: undefined, requestedBy: by };
    const run = await askForRun(this.#deps.runs, wish);
    if (source.setup.stepsDone < 3)
      await this.#deps.sites.patchSetup(tenantId, source.id, { stepsDone: 3 });
    return run;
  }

  /** The open sync, else the newest one. */
  async latest(tenantId: TenantId): Promise<Run | undefined> {
    const { items } = await this.#deps.runs.list(tenantId, {
      kind: syncKind,
      page: 1,
      pageSize: 1,
    });
    return (
      (await this.#deps.runs.open(tenantId)).find((run) => isOfKind(run, syncKind)) ?? items[0]
    );
  }

  async work(lease: RunLease<undefined, undefined, undefined>): Promise<RunOutcome<undefined>> {
    const { tenantId } = lease.run;
    const report = (step: string, done: number, total: number) =>
      lease.report({ step, done, total, rate: 0 });
    await report('Listing schemas', 0, 0);
    const source = await this.#deps.sites.source(tenantId);
    if (!source) throw new NotFound('This site was disconnected. Set up the connection again.');
    const { site, assets } = await this.#deps.access.open(tenantId, source.id);
    const { schemas, complete, counted: siteCount } = await assets.schemas(lease.signal);
    await report('Updating the list', 0, schemas.length);
    const known = await this.#deps.catalog.all(tenantId, site.id);
    await this.#deps.catalog.seen(
      site,
      schemas.map(({ id, name, key, objectCount }) => ({
        schemaId: id,
        name: name.slice(0, MAX_NAME),
        key: key.slice(0, MAX_NAME),
        objectCount,
      })),
    );
    const listed = new Set(schemas.map(({ id }) => id));
    const missing = known.filter(({ schemaId }) => !listed.has(schemaId));
    const isGone = async (schema: CatalogSchema): Promise<boolean> =>
      complete &&
      schemas.length > 0 &&
      schema.seenByAccountId === site.account.accountId &&
      (schema.status === 'deleted' || (await isUnknown(assets, schema, lease.signal)));
    await this.#markMissing(tenantId, missing, isGone);
    await this.#deps.sites.patchSetup(tenantId, site.id, {
      lastSyncAt: new Date(this.#deps.clock.now()),
      visibleSchemas: schemas.length,
    });
    await report('Done', schemas.length, schemas.length);
    return {
      message: complete
        ? `${counted(schemas.length, 'schema')} found.`
        : `${counted(schemas.length, 'schema')} found. ${cutShort(siteCount)}, so no schema was marked as deleted. Sync again later.`,
    };
  }

  /**
   * Deleted: missing from a complete listing by the same account that saw it before, and that
   * account's rights are as they were (an account that sees none at all may have lost them).
   * Everything else is only not visible.
   */
  async #markMissing(
    tenantId: TenantId,
    missing: CatalogSchema[],
    isGone: (schema: CatalogSchema) => Promise<boolean>,
  ): Promise<void> {
    const ids = { deleted: [] as CatalogSchema['id'][], hidden: [] as CatalogSchema['id'][] };
    for (const schema of missing)
      ((await isGone(schema)) ? ids.deleted : ids.hidden).push(schema.id);
    if (ids.deleted.length > 0)
      await this.#deps.catalog.setStatus(tenantId, ids.deleted, 'deleted');
    if (ids.hidden.length > 0)
      await this.#deps.catalog.setStatus(tenantId, ids.hidden, 'not-visible');
  }
}

const cutShort = (siteCount: number | undefined): string =>
  siteCount === undefined
    ? 'The site cut its list short'
    : `The site counts ${siteCount} but didn't list the rest`;

/**
 * Asks for the schema itself: "no such schema" confirms the listing, "not yours to see" does not.
 */
async function isUnknown(
  assets: AssetsReader,
  schema: CatalogSchema,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await assets.schema(schema.schemaId, signal);
    return false;
  } catch (error) {
    const code = error instanceof ProductError ? error.code : undefined;
    if (code === 'schema-gone') return true;
    if (code === 'no-permission') return false;
    throw error;
  }
}
