import type { CatalogSchema } from '../../catalog/catalog-store.ts';
import type { CatalogId } from '../../kernel/ids.ts';
import type { Schedule } from '../../schedules/schedule.ts';

const DAY_MS = 86_400_000;

/** Schemas that stopped being backed up for one reason: what a person reads, and mends, once. */
export interface FailureCause {
  message: string;
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
  /** Of these: no schedule, or one that is off. */
  unscheduled: CatalogSchema[];
  /** What failed in the last 24 hours and was not made good since, the most frequent cause first. */
  failures: FailureCause[];
  /** The soonest of the slots to come, and the schemas that it is for. */
  next: { at: Date; schemas: CatalogSchema[] } | undefined;
  backups: number;
}

/** `schemas`: those that are listed. */
export function readOverview(
  schemas: readonly CatalogSchema[],
  schedules: readonly Schedule[],
  nowMs: number,
): Overview {
  const active = schemas.filter(({ status }) => status === 'active');
  const running = new Map(
    schedules.filter(({ on }) => on).map((schedule) => [schedule.catalogId, schedule]),
  );
  const scheduled = active.filter(({ id }) => running.has(id));
  const good = scheduled.filter(isGood);
  return {
    active: active.length,
    protected: good.length,
    failing: scheduled.length - good.length,
    unscheduled: active.filter(({ id }) => !running.has(id)),
    failures: groupFailures(active, nowMs),
    next: findNext(scheduled, running),
    backups: schemas.reduce((sum, { backupCount }) => sum + backupCount, 0),
  };
}

const isGood = ({ lastBackupAt, lastError }: CatalogSchema): boolean =>
  lastBackupAt !== undefined && lastError === undefined;

function groupFailures(schemas: readonly CatalogSchema[], nowMs: number): FailureCause[] {
  const byMessage = new Map<string, CatalogSchema[]>();
  for (const schema of schemas) {
    const { lastError } = schema;
    if (!lastError || nowMs - lastError.at.getTime() > DAY_MS) continue;
    byMessage.set(lastError.message, [...(byMessage.get(lastError.message) ?? []), schema]);
  }
  return [...byMessage]
    .map(([message, failed]) => ({ message, schemas: failed }))
    .toSorted((a, b) => b.schemas.length - a.schemas.length);
}

function findNext(
  schemas: readonly CatalogSchema[],
  schedules: ReadonlyMap<CatalogId, Schedule>,
): Overview['next'] {
  const slotOf = ({ id }: CatalogSchema): number =>
    schedules.get(id)?.nextSlotAt?.getTime() ?? Infinity;
  const soonest = schemas.reduce((first, schema) => Math.min(first, slotOf(schema)), Infinity);
  if (soonest === Infinity) return undefined;
  return { at: new Date(soonest), schemas: schemas.filter((schema) => slotOf(schema) === soonest) };
}
