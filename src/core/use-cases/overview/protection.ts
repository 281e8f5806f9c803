import type { CatalogSchema, CatalogStore } from '../../catalog/catalog-store.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { inBatches } from '../../kernel/collections/in-batches.ts';
import { Conflict, reasonToRefuse } from '../../kernel/errors.ts';
import type { CatalogId, SiteId, TenantId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/person.ts';
import type { ScheduleStore } from '../../schedules/schedule.ts';
import { connectedSources } from '../../sites/connected-sources.ts';
import type { SiteStore } from '../../sites/site.ts';
import { spreadDaily, type DailyWindow } from '../../schedules/spread-daily.ts';
import type { Backups } from '../backups/backups.ts';
import type { FirstBackup, Schedules } from '../schedules/schedules.ts';
import { readOverview, type Overview } from './read-overview.ts';
import { findUnretried, type KnownToken } from './needs-new-token.ts';

/** Schemas that one command deals with side by side. */
const MAX_AT_ONCE = 8;

interface Deps {
  clock: Clock;
  catalog: CatalogStore;
  schedules: ScheduleStore;
  backups: Backups;
  sites: Pick<SiteStore, 'sources'>;
  /** Saves a schedule with all of its checks. */
  scheduling: Schedules;
}

/** `why` is a sentence. */
export interface RefusedSchema {
  schema: CatalogSchema;
  why: string;
}

/** What became of a command for several schemas, each on its own. */
export interface BulkOutcome {
  done: CatalogSchema[];
  refused: RefusedSchema[];
  /** Those that are scheduled, but could not be backed up at once as well. */
  notBackedUp?: RefusedSchema[];
}

/** A daily schedule for several schemas. */
export interface DailySchedule extends DailyWindow {
  timeZone: string;
  /** Whether each is backed up at once as well. */
  backUpNow: boolean;
}

/** Whether a tenant is protected, and what is done for several schemas at once. */
export class Protection {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** As many queries however many schemas there are. */
  async overview(tenantId: TenantId): Promise<Overview> {
    const { catalog, schedules, sites, clock } = this.#deps;
    const [schemas, rules, connected] = await Promise.all([
      catalog.listed(tenantId),
      schedules.find(tenantId),
      connectedSources(sites, tenantId),
    ]);
    const tokens = connected.map(
      ({ id, tokenSetAt: setAt, setup: { tokenExpiresOn: expiresOn } }) => {
        const token: KnownToken = { setAt, expiresOn };
        return [id, token] as const;
      },
    );
    return readOverview(schemas, rules, clock.now(), new Map(tokens));
  }

  /** Those of these that are listed, by name. */
  async find(tenantId: TenantId, ids: readonly CatalogId[]): Promise<CatalogSchema[]> {
    const wanted = new Set(ids);
    const listed = await this.#deps.catalog.listed(tenantId);
    return listed
      .filter(({ id }) => wanted.has(id))
      .toSorted((a, b) => a.name.localeCompare(b.name));
  }

  /**
   * Backs up each of them now. What is refused for one does not stop the others. `parts`:
   * undefined where nobody chose for this time: those of its schedule, if it has one.
   */
  async backUp(
    tenantId: TenantId,
    ids: readonly CatalogId[],
    { by, parts }: { by: Person; parts?: readonly string[] | undefined },
  ): Promise<BulkOutcome> {
    return this.#request(tenantId, await this.find(tenantId, ids), { by, parts });
  }

  /**
   * Once a site has another token: tries its scheduled backups again that failed for want of it,
   * each once.
   */
  async retryRefused(tenantId: TenantId, siteId: SiteId, by: Person): Promise<BulkOutcome> {
    const listed = await this.#deps.catalog.listed(tenantId);
    const schemas = findUnretried(listed).filter((schema) => schema.siteId === siteId);
    return this.#request(tenantId, schemas, { by });
  }

  async #request(
    tenantId: TenantId,
    schemas: readonly CatalogSchema[],
    { by, parts }: { by: Person; parts?: readonly string[] | undefined },
  ): Promise<BulkOutcome> {
    const { backups, schedules } = this.#deps;
    const ids = schemas.map(({ id }) => id);
    const rules = parts ? [] : await schedules.find(tenantId, ids);
    const scheduled = new Map(rules.map((rule) => [rule.catalogId, rule.parts]));
    return commandEach(schemas, ({ id }) =>
      backups.request(tenantId, id, by, parts ?? scheduled.get(id)),
    );
  }

  /** Verifies the last backup of each. */
  async verify(tenantId: TenantId, ids: readonly CatalogId[], by: Person): Promise<BulkOutcome> {
    const schemas = await this.find(tenantId, ids);
    return commandEach(schemas, async ({ lastBackupId }) => {
      if (!lastBackupId) throw new Conflict('no-backup', 'It has no backup yet.');
      return this.#deps.backups.requestVerify(tenantId, lastBackupId, by);
    });
  }

  /**
   * One daily rule for all of them, spread over its window in the order of their names; the rules
   * that they had are replaced. @throws InvalidInput `timeZone`, before anything is saved
   */
  async schedule(
    tenantId: TenantId,
    ids: readonly CatalogId[],
    { timeZone, backUpNow, ...window }: DailySchedule,
    by: Person,
  ): Promise<BulkOutcome> {
    const { scheduling, schedules } = this.#deps;
    const schemas = await this.find(tenantId, ids);
    const before = await schedules.find(
      tenantId,
      schemas.map(({ id }) => id),
    );
    const inputs = new Map(
      spreadDaily(schemas.length, window).map((cron, at) => {
        const id = schemas[at]?.id;
        const revision = before.find(({ catalogId }) => catalogId === id)?.revision ?? 0;
        return [id, { on: true, cron, timeZone, backUpNow, revision }];
      }),
    );
    for (const input of inputs.values()) scheduling.preview(undefined, input);
    const firstBackups = new Map<CatalogId, FirstBackup>();
    const outcome = await commandEach(schemas, async ({ id }) => {
      const input = inputs.get(id);
      if (!input) return;
      const { first } = await scheduling.save(tenantId, id, input, by);
      firstBackups.set(id, first);
    });
    return { ...outcome, notBackedUp: refusedFirst(outcome.done, firstBackups) };
  }
}

/** In the order of the schemas. */
function refusedFirst(
  schemas: readonly CatalogSchema[],
  firstBackups: ReadonlyMap<CatalogId, FirstBackup>,
): RefusedSchema[] {
  return schemas.flatMap((schema) => {
    const first = firstBackups.get(schema.id);
    return first?.state === 'refused' ? [{ schema, why: first.why }] : [];
  });
}

/**
 * Side by side, since whoever asked waits for all of them, through Forge no longer than 25 seconds
 * (https://developer.atlassian.com/platform/forge/platform-quotas-and-limits/).
 */
async function commandEach(
  schemas: readonly CatalogSchema[],
  command: (schema: CatalogSchema) => Promise<unknown>,
): Promise<BulkOutcome> {
  const outcome: BulkOutcome = { done: [], refused: [] };
  for (const some of inBatches(schemas, MAX_AT_ONCE)) {
    const answers = some.map(async (schema) => ({
      schema,
      why: await reasonToRefuse(() => command(schema)),
    }));
    for (const { schema, why } of await Promise.all(answers))
      if (why === undefined) outcome.done.push(schema);
      else outcome.refused.push({ schema, why });
  }
  return outcome;
}
