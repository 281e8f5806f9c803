import type { Backup } from '../../backups/backup.ts';
import type { BackupStore } from '../../backups/backup-store.ts';
import { getBackup } from '../../backups/get-backup.ts';
import type { CatalogStore } from '../../catalog/catalog-store.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { Conflict, NotFound, orAbsent } from '../../kernel/errors.ts';
import { siteId, type CatalogId, type RunId, type TenantId } from '../../kernel/ids.ts';
import type { Page } from '../../kernel/page.ts';
import { RecentMap } from '../../kernel/collections/recent-map.ts';
import type { Person } from '../../kernel/person.ts';
import type { IssueLine } from '../../restores/report/issue-line.ts';
import { RecentCounts } from '../../restores/report/recent-counts.ts';
import type {
  RestoreCounts,
  RestoreLine,
  RestoreStore,
} from '../../restores/report/restore-line.ts';
import { skipReasons, type SkipReason } from '../../restores/report/skip-reasons.ts';
import type { RestoreInput } from '../../restores/restore-input.ts';
import { restoreCheckKind, type RestoreCheckRun } from '../../restores/check/restore-check-kind.ts';
import { restoreKind, type RestoreRun } from '../../restores/restore-kind.ts';
import type { RunStore } from '../../runs/run-store.ts';
import { isOpen, type Run } from '../../runs/run.ts';
import type { SiteStore } from '../../sites/site.ts';
import { wayOn, type Gone } from './way-on.ts';
import { findFollowUp, type FollowUp } from './follow-up.ts';
import { queueRestoreRun } from './queue-restore-run.ts';

const RESTORES_PAGE = 20;
const REASONS_KEPT = 50;

interface Deps {
  backups: BackupStore;
  clock: Clock;
  runs: RunStore;
  catalog: CatalogStore;
  restores: RestoreStore;
  sites: Pick<SiteStore, 'get'>;
}

/**
 * What an administrator does with restores that were started: look at them, stop them, resume them,
 * read the report, check the result.
 */
export class Restores {
  readonly #deps: Deps;
  readonly #counts: RecentCounts;
  readonly #reasons = new RecentMap<string, Promise<SkipReason[]>>(REASONS_KEPT);

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#counts = new RecentCounts(deps.restores, deps.clock);
  }

  /** @throws NotFound */
  async get(
    tenantId: TenantId,
    restoreId: RunId,
  ): Promise<{ run: RestoreRun; input: RestoreInput }> {
    const run = await this.#restore(tenantId, restoreId);
    return { run, input: run.input };
  }

  /** Restores from the backups of a schema, newest first, pages of 20. @throws NotFound */
  async history(tenantId: TenantId, catalogId: CatalogId, page = 1): Promise<Page<RestoreRun>> {
    await this.#deps.catalog.get(tenantId, catalogId);
    return this.#deps.runs.list(tenantId, {
      kind: restoreKind,
      catalogId,
      page,
      pageSize: RESTORES_PAGE,
    });
  }

  /**
   * Lets a restore that was stopped or failed go on where it was; one that continues already is
   * returned. @throws NotFound, Conflict
   */
  async resume(tenantId: TenantId, restoreId: RunId, by: Person): Promise<Run> {
    const { backups, runs } = this.#deps;
    const run = await this.#restore(tenantId, restoreId);
    if (isOpen(run)) return run;
    const { closed } = wayOn(run, { gone: await this.findGone(run) });
    if (closed !== undefined) throw new Conflict('not-resumable', closed);
    const backup = await this.#backupOf(run);
    await backups.pin(tenantId, backup.id, restoreId);
    try {
      return await runs.requeue(tenantId, restoreId, by);
    } catch (error) {
      const now = await this.#restore(tenantId, restoreId);
      if (error instanceof Conflict && isOpen(now)) return now; // somebody else was first
      throw error;
    }
  }

  /**
   * How many objects had which outcome so far; of a long report as of some seconds ago. Of a
   * restore that has ended (`endedAt`) they are final: the same on every page and in the report.
   */
  async counts(tenantId: TenantId, restoreId: RunId, endedAt?: Date): Promise<RestoreCounts> {
    const counts = await this.#counts.counts(tenantId, restoreId, endedAt);
    if (!endedAt || counts.valuesLeftOut === 0) return counts;
    const incomplete = await this.#deps.restores.countIncomplete(tenantId, restoreId);
    return { ...counts, incomplete };
  }

  /** Why values were left out, of a restore that has ended. */
  skipReasons(tenantId: TenantId, { id, endedAt }: Pick<Run, 'id' | 'endedAt'>) {
    const key = `${tenantId} ${id} ${endedAt?.getTime() ?? ''}`;
    const known = this.#reasons.get(key);
    if (known) return known;
    const found = skipReasons(this.#deps.restores.lines(tenantId, id, 'incomplete'));
    this.#reasons.set(key, found);
    found.catch(() => this.#reasons.delete(key));
    return found;
  }

  /**
   * What a restore writes to and no longer exists, as far as is known: the catalog holds the
   * schemas of the tenant's own site.
   */
  async findGone(run: RestoreRun): Promise<Gone | undefined> {
    const { tenantId, input, checkpoint } = run;
    const { sites, catalog } = this.#deps;
    const id = siteId(input.siteId);
    if (input.place.targetName !== undefined)
      return (await orAbsent(sites.get(tenantId, id))) ? undefined : 'target';
    const schemaId = input.schema.kind === 'existing' ? input.schema.id : checkpoint?.schemaId;
    if (schemaId === undefined) return undefined;
    const known = await catalog.all(tenantId, id);
    const schema = known.find((each) => each.schemaId === schemaId);
    return schema?.status === 'deleted' ? 'schema' : undefined;
  }

  /** What became of each object. @throws NotFound */
  async report(
    tenantId: TenantId,
    restoreId: RunId,
    only?: RestoreLine['outcome'] | 'incomplete',
  ): Promise<AsyncIterable<RestoreLine>> {
    await this.#restore(tenantId, restoreId);
    return this.#deps.restores.lines(tenantId, restoreId, only);
  }

  /** What became of each issue that names objects. @throws NotFound */
  async issueReport(tenantId: TenantId, restoreId: RunId): Promise<AsyncIterable<IssueLine>> {
    await this.#restore(tenantId, restoreId);
    return this.#deps.restores.issues.lines(tenantId, restoreId);
  }

  /**
   * Queues *Check the result*; while one is open, that one is returned. @throws NotFound, Conflict
   * `restore-open`
   */
  async requestCheck(tenantId: TenantId, restoreId: RunId, by: Person): Promise<RestoreCheckRun> {
    const run = await this.#restore(tenantId, restoreId);
    if (run.state !== 'complete')
      throw new Conflict('restore-open', 'Only a completed restore can be checked.');
    const before = await this.checkOf(tenantId, restoreId);
    if (before && isOpen(before)) return before;
    const backup = await this.#backupOf(run);
    return queueRestoreRun(this.#deps, {
      kind: restoreCheckKind,
      backup,
      input: run.input,
      by,
      of: restoreId,
    });
  }

  /** What there is to carry over after a restore that is complete. */
  followUp(restore: RestoreRun): Promise<FollowUp> {
    return findFollowUp(this.#deps, restore);
  }

  /** The newest check of a restore. */
  async checkOf(tenantId: TenantId, restoreId: RunId): Promise<RestoreCheckRun | undefined> {
    const wanted = { kind: restoreCheckKind, of: restoreId };
    const [newest] = await this.#deps.runs.newest(tenantId, 1, wanted);
    return newest;
  }

  #restore(tenantId: TenantId, id: RunId): Promise<RestoreRun> {
    return this.#deps.runs.getOf(restoreKind, tenantId, id);
  }

  /** @throws NotFound for a backup that was deleted meanwhile */
  async #backupOf({ tenantId, backupId }: RestoreRun): Promise<Backup> {
    if (backupId === undefined) throw new NotFound();
    return getBackup(this.#deps.backups, tenantId, backupId);
  }
}
