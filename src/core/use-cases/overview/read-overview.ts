import type { CatalogSchema } from '../../catalog/catalog-store.ts';
import type { CatalogId, SiteId } from '../../kernel/ids.ts';
import type { Schedule } from '../../schedules/schedule.ts';
import { protectionOf } from '../schemas/protection-of.ts';
import { needsNewToken, type KnownToken } from './needs-new-token.ts';
import { DAY_MS } from '../../kernel/time/durations.ts';

const WEEK_MS = 7 * DAY_MS;
/** Of which the trend of the storage is shown. */
const WEEKS = 5;

/** Schemas of a site that stopped being backed up for one reason: what a person mends once. */
export interface FailureCause {
  message: string;
  /** Stable code of the error. */
  code?: string | undefined;
  schemas: CatalogSchema[];
}

/** Whether an administrator is protected, from what the catalog and the schedules say. */
export interface Overview {
  /** Schemas that are in Assets. */
  active: number;
  /** Of these: a schedule that is on, and a last backup that is good. */
  protected: number;
  /** Of these: a schedule that is on, and a failure since the last good backup, or none yet. */
  failing: number;
  /** Of the failing: nothing has failed, the first backup is still to come. */
  firstAwaited: number;
  /** Of these: no schedule, or one that is off. */
  unscheduled: CatalogSchema[];
  /** What failed in the last 24 hours and was not made good since, the most frequent first. */
  failures: FailureCause[];
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
  const active = schemas
    .filter(({ status }) => status === 'active')
    .toSorted((a, b) => a.name.localeCompare(b.name));
  const running = new Map(
    schedules.filter(({ on }) => on).map((schedule) => [schedule.catalogId, schedule]),
  );
  const scheduled = active.filter(({ id }) => running.has(id));
  const good = scheduled.filter(
    (schema) => protectionOf(schema, running.get(schema.id)) === 'protected',
  );
  const next = findNext(scheduled, running);
  return {
    active: active.length,
    protected: good.length,
    failing: scheduled.length - good.length,
    firstAwaited: scheduled.filter(({ lastBackupAt, lastError }) => !lastBackupAt && !lastError)
      .length,
    unscheduled: active.filter(({ id }) => !running.has(id)),
    failures: groupFailures(active, nowMs),
    next: next && {
      ...next,
      needsNewToken: lacksToken(active, tokens, next),
    },
    backups: sumOf(schemas, ({ backupCount }) => backupCount),
    ...readStored(schemas, nowMs),
  };
}

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

function groupFailures(schemas: readonly CatalogSchema[], nowMs: number): FailureCause[] {
  const byCause = new Map<string, CatalogSchema[]>();
  for (const schema of schemas) {
    const { lastError } = schema;
    if (!lastError || nowMs - lastError.at.getTime() > DAY_MS) continue;
    const cause = `${schema.siteId} ${lastError.message}`;
    byCause.set(cause, [...(byCause.get(cause) ?? []), schema]);
  }
  return [...byCause.values()]
    .map((failed) => ({
      message: failed[0]?.lastError?.message ?? '',
      code: failed[0]?.lastError?.code,
      schemas: failed,
    }))
    .toSorted((a, b) => b.schemas.length - a.schemas.length);
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
