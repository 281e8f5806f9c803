import type { CatalogSchema } from '../../catalog/catalog-store.ts';
import type { CatalogId, SiteId } from '../../kernel/ids.ts';
import type { Schedule } from '../../schedules/schedule.ts';
import { tokenExpiry, type TokenExpiry } from '../../sites/checks/token-expiry.ts';
import { isOverdue, protectionOf } from '../schemas/protection-of.ts';
import { groupFailures, type FailureCause } from './group-failures.ts';
import { needsNewToken, type KnownToken } from './needs-new-token.ts';
import { DAY_MS } from '../../kernel/time/durations.ts';

const WEEK_MS = 7 * DAY_MS;
/** Of which the trend of the storage is shown. */
const WEEKS = 5;

/** Whether an administrator is protected, from what the catalog and the schedules say. */
export interface Overview {
  /** Schemas that are in Assets. */
  active: number;
  /** Of these: a schedule that is on, and a last backup that is good. */
  protected: number;
  /**
   * Of these: a schedule that is on, and a failure since the last good backup, one that is overdue,
   * or none yet.
   */
  failing: number;
  /** Of the failing: nothing is wrong, the first backup is still to come. */
  firstAwaited: number;
  /** Of these: no schedule, or one that is off. */
  unscheduled: CatalogSchema[];
  /**
   * What failed and was not made good since, the most frequent first: of schemas without a schedule
   * in the last 24 hours, of others however long ago.
   */
  failures: FailureCause[];
  /** Schemas without a failure that lack the backup which their schedule last promised. */
  overdue: CatalogSchema[];
  /** Schemas with backups that are known to be damaged, also those that are gone from Assets. */
  damaged: CatalogSchema[];
  /** Of the API token; undefined where backups fail for it already, which says the same. */
  tokenExpiry: TokenExpiry | undefined;
  /** Of the last 24 hours: all backups that failed, and the causes that weren't made good since. */
  failedLastDay: { backups: number; causes: number };
  /** The soonest of the slots to come, and the schemas that it is for. */
  next: { at: Date; schemas: CatalogSchema[]; needsNewToken: boolean } | undefined;
  backups: number;
  /** Of all backups, bytes. */
  storedBytes: number;
  /** What was stored at the end of each of the last weeks, the oldest first, bytes. */
  storedByWeek: number[];
}

/**
 * `schemas`: those that are listed; `tokens`: of their sites. Lists of schemas are by name.
 */
export function readOverview(
  schemas: readonly CatalogSchema[],
  schedules: readonly Schedule[],
  nowMs: number,
  tokens: ReadonlyMap<SiteId, KnownToken> = new Map(),
): Overview {
  const active = schemas.filter(({ status }) => status === 'active').toSorted(byName);
  const running = new Map(
    schedules.filter(({ on }) => on).map((schedule) => [schedule.catalogId, schedule]),
  );
  const scheduled = active.filter(({ id }) => running.has(id));
  const good = scheduled.filter(
    (schema) => protectionOf(schema, running.get(schema.id), nowMs) === 'protected',
  );
  const overdue = scheduled.filter((schema) => {
    const schedule = running.get(schema.id);
    return !schema.lastError && schedule && isOverdue(schema, schedule, nowMs);
  });
  const failures = groupFailures(
    active.filter((schema) => running.has(schema.id) || isOfLastDay(schema.lastError?.at, nowMs)),
  );
  const next = findNext(scheduled, running);
  return {
    active: active.length,
    protected: good.length,
    failing: scheduled.length - good.length,
    firstAwaited: scheduled.filter(
      (schema) => !schema.lastBackupAt && !schema.lastError && !overdue.includes(schema),
    ).length,
    unscheduled: active.filter(({ id }) => !running.has(id)),
    failures,
    overdue,
    damaged: schemas.filter(({ damaged = [] }) => damaged.length > 0).toSorted(byName),
    tokenExpiry: findExpiry(failures, tokens, nowMs),
    failedLastDay: { backups: countFailed(schemas, nowMs), causes: countCauses(failures, nowMs) },
    next: next && {
      ...next,
      needsNewToken: lacksToken(active, tokens, next),
    },
    backups: sumOf(schemas, ({ backupCount }) => backupCount),
    ...readStored(schemas, nowMs),
  };
}

const byName = (a: CatalogSchema, b: CatalogSchema): number => a.name.localeCompare(b.name);

const sumOf = (schemas: readonly CatalogSchema[], of: (schema: CatalogSchema) => number): number =>
  schemas.reduce((sum, schema) => sum + of(schema), 0);

function readStored(
  schemas: readonly CatalogSchema[],
  nowMs: number,
): Pick<Overview, 'storedBytes' | 'storedByWeek'> {
  const storedBytes = sumOf(schemas, (schema) => schema.storedBytes ?? 0);
  const recent = schemas.flatMap((schema) => schema.recent ?? []);
  const storedByWeek = Array.from({ length: WEEKS }, (_none, at) => {
    const endMs = nowMs - (WEEKS - 1 - at) * WEEK_MS;
    const later = recent.filter((backup) => backup.at.getTime() > endMs);
    return storedBytes - later.reduce((sum, backup) => sum + backup.storedBytes, 0);
  });
  return { storedBytes, storedByWeek };
}

const isOfLastDay = (at: Date | undefined, nowMs: number): boolean =>
  at !== undefined && nowMs - at.getTime() <= DAY_MS;

const countFailed = (schemas: readonly CatalogSchema[], nowMs: number): number =>
  schemas
    .flatMap(({ recent = [] }) => recent)
    .filter(({ outcome, at }) => outcome === 'failed' && isOfLastDay(at, nowMs)).length;

const countCauses = (failures: readonly FailureCause[], nowMs: number): number =>
  failures.filter(({ schemas }) =>
    schemas.some(({ lastError }) => isOfLastDay(lastError?.at, nowMs)),
  ).length;

/** The soonest. */
function findExpiry(
  failures: readonly FailureCause[],
  tokens: ReadonlyMap<SiteId, KnownToken>,
  nowMs: number,
): TokenExpiry | undefined {
  const refused = failures.filter(({ code }) => code === 'token-refused');
  const isToldBy = (siteId: SiteId): boolean =>
    refused.some(({ schemas }) => schemas[0]?.siteId === siteId);
  return [...tokens]
    .flatMap(([siteId, { expiresOn }]) =>
      isToldBy(siteId) ? [] : (tokenExpiry(expiresOn, nowMs) ?? []),
    )
    .toSorted((a, b) => a.days - b.days)[0];
}

/** Whether some of what comes next would fail for want of another token. */
function lacksToken(
  active: readonly CatalogSchema[],
  tokens: ReadonlyMap<SiteId, KnownToken>,
  next: { at: Date; schemas: CatalogSchema[] },
): boolean {
  return [...tokens].some(([siteId, token]) => {
    const ofSite = (schema: CatalogSchema): boolean => schema.siteId === siteId;
    return next.schemas.some(ofSite) && needsNewToken(active.filter(ofSite), token, next.at);
  });
}

function findNext(
  schemas: readonly CatalogSchema[],
  schedules: ReadonlyMap<CatalogId, Schedule>,
): { at: Date; schemas: CatalogSchema[] } | undefined {
  const slotOf = ({ id }: CatalogSchema): number =>
    schedules.get(id)?.nextSlotAt?.getTime() ?? Infinity;
  const soonest = schemas.reduce((first, schema) => Math.min(first, slotOf(schema)), Infinity);
  if (soonest === Infinity) return undefined;
  return { at: new Date(soonest), schemas: schemas.filter((schema) => slotOf(schema) === soonest) };
}
