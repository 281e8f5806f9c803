import { counted } from '../kernel/counted.ts';
import type { Person } from '../kernel/person.ts';
import type { Clock } from '../kernel/time/clock.ts';
import type { AssetsReader } from '../assets/ports/assets-reader.ts';
import { Conflict, LeaseLost, NotFound, ProductError } from '../kernel/errors.ts';
import type { TenantId } from '../kernel/ids.ts';
import { askForRun } from '../runs/ask-for-run.ts';
import type { RunHandler, RunOutcome } from '../runs/run-handler.ts';
import { NOTHING } from '../runs/run-fields.ts';
import { isOfKind, type RunKind } from '../runs/run-kind.ts';
import type { RunLease } from '../runs/run-lease.ts';
import type { RunStore } from '../runs/run-store.ts';
import type { Run } from '../runs/run.ts';
import type { SiteAccess } from '../sites/access/site-access.ts';
import { connectedSources } from '../sites/connected-sources.ts';
import { nameOfSite } from '../sites/name-of-site.ts';
import type { OpenOptions } from '../sites/access/site-opener.ts';
import type { SiteStore, SourceSite } from '../sites/site.ts';
import type { CatalogSchema, CatalogStore } from './catalog-store.ts';

interface Deps {
  clock: Clock;
  runs: RunStore;
  catalog: CatalogStore;
  sites: SiteStore;
  access: SiteAccess;
}

type SyncLease = RunLease<undefined, undefined, undefined>;

/** How the sync of one site went. */
interface SiteOutcome {
  site: SourceSite;
  schemas: number;
  /** Why it could not be synced. */
  error?: ProductError | undefined;
  /** Set if the site did not list everything it counts. */
  cut?: { siteCount: number | undefined } | undefined;
}

/**
 * Characters of a name in the grid. Sites choose names of any length, and all names are held in
 * memory.
 */
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
 * Compares the schemas of each connected source with the catalog: which exist, which are gone, and
 * which are merely invisible to its account.
 */
export class CatalogSync implements RunHandler<undefined, undefined, undefined> {
  readonly kind = syncKind;
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /**
   * Queues a sync of all connected sources; while one is open, that one is returned. @throws
   * Conflict `no-connection` | `too-many-runs`
   */
  async request(tenantId: TenantId, by: Person): Promise<Run> {
    const connected = await connectedSources(this.#deps.sites, tenantId);
    if (connected.length === 0) throw new Conflict('no-connection', 'Set up the connection first.');
    const wish = { tenantId, kind: syncKind, input: undefined, requestedBy: by };
    const run = await askForRun(this.#deps.runs, wish);
    for (const { id, setup } of connected)
      if (setup.stepsDone < 3) await this.#deps.sites.patchSetup(tenantId, id, { stepsDone: 3 });
    return run;
  }

  /** The open sync, or else the newest one. */
  async latest(tenantId: TenantId): Promise<Run | undefined> {
    const { runs } = this.#deps;
    const open = (await runs.open(tenantId)).find((run) => isOfKind(run, syncKind));
    return open ?? (await runs.newest(tenantId, 1, { kind: syncKind }))[0];
  }

  async work(lease: SyncLease): Promise<RunOutcome<undefined>> {
    const { tenantId } = lease.run;
    const outcomes: SiteOutcome[] = [];
    for (;;) {
      const connected = await connectedSources(this.#deps.sites, tenantId);
      // Includes a source that was connected since this run began.
      const site = connected.find(({ id }) => !outcomes.some((each) => each.site.id === id));
      if (!site) break;
      outcomes.push(await this.#try(lease, site, connected.length > 1));
    }
    const [first] = outcomes;
    if (!first) throw new NotFound('This site was disconnected. Set up the connection again.');
    if (outcomes.every(({ error }) => error !== undefined)) throw first.error;
    const found = outcomes.reduce((sum, { schemas }) => sum + schemas, 0);
    await report(lease, 'Done', found, found);
    return { message: messageOf(outcomes) };
  }

  /** A failing site doesn't keep others from being synced, and a silent one not for long. */
  async #try(lease: SyncLease, source: SourceSite, isOneOfMany: boolean): Promise<SiteOutcome> {
    try {
      return await this.#sync(lease, source, { page: isOneOfMany });
    } catch (error) {
      if (!(error instanceof ProductError) || error instanceof LeaseLost) throw error;
      return { site: source, schemas: 0, error };
    }
  }

  async #sync(lease: SyncLease, source: SourceSite, how: OpenOptions): Promise<SiteOutcome> {
    const { tenantId } = lease.run;
    await report(lease, `Listing schemas of ${nameOfSite(source)}`, 0, 0);
    const { site, assets } = await this.#deps.access.open(tenantId, source.id, how);
    const { schemas, complete, counted: siteCount } = await assets.schemas(lease.signal);
    await report(lease, 'Updating the list', 0, schemas.length);
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
    await this.#deps.sites.noteSetup(tenantId, site.id, {
      lastSyncAt: new Date(this.#deps.clock.now()),
      visibleSchemas: schemas.length,
    });
    return { site: source, schemas: schemas.length, cut: complete ? undefined : { siteCount } };
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

const report = (lease: SyncLease, step: string, done: number, total: number): Promise<void> =>
  lease.report({ step, done, total, rate: 0 });

/** What was found, and what it means for each site that was not listed completely. */
function messageOf(outcomes: SiteOutcome[]): string {
  const found = outcomes.reduce((sum, { schemas }) => sum + schemas, 0);
  const notes = outcomes.flatMap(({ site, error, cut }) => {
    const name = outcomes.length > 1 ? nameOfSite(site) : 'The site';
    if (error) return [`${name} wasn't synced: ${error.message}`];
    return cut
      ? [`${cutShort(name, cut.siteCount)}, so no schema was marked as deleted. Sync again later.`]
      : [];
  });
  return [`${counted(found, 'schema')} found.`, ...notes].join(' ');
}

const cutShort = (name: string, siteCount: number | undefined): string =>
  siteCount === undefined
    ? `${name} cut its list short`
    : `${name} counts ${siteCount} but didn't list the rest`;

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
