import { backupKind } from '../../backups/backup-kind.ts';
import { eachOnce, isListed, type BackupOutline } from '../../backups/backup-outline.ts';
import type { Backup } from '../../backups/backup.ts';
import type { FoundBackups } from '../../backups/backup-lists.ts';
import type { BackupStore } from '../../backups/backup-store.ts';
import type { CatalogStore } from '../../catalog/catalog-store.ts';
import type { CatalogId, RunId, TenantId } from '../../kernel/ids.ts';
import { cutPage, type Page } from '../../kernel/page.ts';
import type { RunStore } from '../../runs/run-store.ts';
import type { ScheduleStore } from '../../schedules/schedule.ts';
import type { Retention, RetentionView } from '../retention/retention.ts';
import { backupDays, type BackupDay } from './backup-days.ts';

/** Which of the available backups a page lists. */
interface AvailableFilter {
  trigger?: Backup['trigger'] | undefined;
  /** Only those whose last Verify found no damage, and in which none was found since. */
  verifiedOnly?: boolean | undefined;
  /** By when they were completed, inclusive. */
  from?: Date | undefined;
  to?: Date | undefined;
  /** From 1. */
  page?: number | undefined;
  /** Instead of `page`: the page that this backup is on; the first one where it is on none. */
  onPageOf?: RunId | undefined;
}

/** What a timeline covers. */
export interface TimelineSpan {
  from: Date;
  /** Whose days they are. */
  timeZone: string;
}

export interface TimelineDay extends BackupDay {
  /** Of its last backup; undefined if that was deleted meanwhile or can't be read. */
  objects: number | undefined;
}

/** What became of a schema's backups since a moment. */
export interface SchemaTimeline {
  /** In any order; a backup and its copies count once. */
  days: TimelineDay[];
  failed: Date[];
  /** Slots without a backup, because the one before was still going, or a restore was. */
  skipped: Date[];
}

/** What the page of a schema's available backups tells. */
interface AvailablePage {
  found: Page<Backup>;
  retention: RetentionView;
  /** The last binned first. */
  bin: BackupOutline[];
  /** Undefined where it was not asked for. */
  timeline: SchemaTimeline | undefined;
}

interface Deps {
  catalog: Pick<CatalogStore, 'get'>;
  backups: Pick<BackupStore, 'outlines' | 'find' | 'objectCounts'>;
  runs: Pick<RunStore, 'newest'>;
  schedules: Pick<ScheduleStore, 'newestSlots'>;
  retention: Pick<Retention, 'viewOf'>;
}

const PAGE_SIZE = 20;
/** Ends of runs and slots that a timeline goes through: several a day for three months. */
const MAX_ENDS = 500;

/**
 * The available backups of a schema. All that is said of them comes from one reading of their
 * outlines: how many there are, their order, what retention makes of them, and what is in the bin.
 * Whole backups are only read of the page that is shown.
 */
export class AvailableBackups {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** At most nine queries, however much there is. @throws NotFound for another tenant's schema */
  async page(
    tenantId: TenantId,
    id: CatalogId,
    { filter, span }: { filter: AvailableFilter; span?: TimelineSpan | undefined },
  ): Promise<AvailablePage> {
    const { catalog, backups, retention } = this.#deps;
    const [schema, all] = await Promise.all([
      catalog.get(tenantId, id),
      backups.outlines(tenantId, id),
    ]);
    const [found, view, timeline] = await Promise.all([
      this.#list(tenantId, all, filter),
      retention.viewOf(schema, all.backups),
      span && this.#timeline(tenantId, id, span, all.backups),
    ]);
    return { found, retention: view, bin: binOf(all.backups), timeline };
  }

  /** @throws NotFound for another tenant's schema */
  async timeline(tenantId: TenantId, id: CatalogId, span: TimelineSpan): Promise<SchemaTimeline> {
    const { catalog, backups } = this.#deps;
    const [, all] = await Promise.all([catalog.get(tenantId, id), backups.outlines(tenantId, id)]);
    return this.#timeline(tenantId, id, span, all.backups);
  }

  async #list(
    tenantId: TenantId,
    all: FoundBackups<BackupOutline>,
    filter: AvailableFilter,
  ): Promise<Page<Backup>> {
    const picked = all.backups.filter((backup) => isListed(backup) && isPicked(backup, filter));
    const page = cutPage(picked, { page: pageNumber(picked, filter), pageSize: PAGE_SIZE });
    const ids = page.items.map(({ id }) => id);
    const found = await this.#deps.backups.find(tenantId, ids);
    // Nobody knows which page those belong to of which not even the outline can be read.
    const unreadable = all.unreadable + found.unreadable;
    return { ...page, items: found.backups, ...(unreadable > 0 ? { unreadable } : {}) };
  }

  async #timeline(
    tenantId: TenantId,
    id: CatalogId,
    { from, timeZone }: TimelineSpan,
    all: readonly BackupOutline[],
  ): Promise<SchemaTimeline> {
    const { backups, runs, schedules } = this.#deps;
    const listed = all.filter((backup) => isListed(backup) && backup.completedAt >= from);
    const days = backupDays(eachOnce(listed), timeZone);
    const lastOnes = days.map(({ last }) => last.id);
    const [objects, failed, slots] = await Promise.all([
      backups.objectCounts(tenantId, lastOnes),
      runs.newest(tenantId, MAX_ENDS, {
        kind: backupKind,
        catalogId: id,
        states: ['failed'],
        withoutResults: true,
      }),
      schedules.newestSlots(tenantId, id, MAX_ENDS),
    ]);
    return {
      days: days.map((day) => ({ ...day, objects: objects.get(day.last.id) })),
      failed: failed.flatMap(({ endedAt }) => (endedAt && endedAt >= from ? endedAt : [])),
      skipped: slots.flatMap(({ at, skipped }) => (skipped !== undefined && at >= from ? at : [])),
    };
  }
}

const isPicked = (backup: BackupOutline, filter: AvailableFilter): boolean =>
  (filter.trigger === undefined || backup.trigger === filter.trigger) &&
  (!filter.verifiedOnly || backup.isVerified) &&
  (filter.from === undefined || backup.completedAt >= filter.from) &&
  (filter.to === undefined || backup.completedAt <= filter.to);

function pageNumber(
  picked: readonly BackupOutline[],
  { page = 1, onPageOf }: AvailableFilter,
): number {
  if (onPageOf === undefined) return page;
  const before = picked.findIndex(({ id }) => id === onPageOf);
  return Math.floor(Math.max(0, before) / PAGE_SIZE) + 1;
}

const binOf = (all: readonly BackupOutline[]): BackupOutline[] =>
  all.filter((backup) => !isListed(backup)).toSorted((a, b) => binnedMs(b) - binnedMs(a));

const binnedMs = ({ binned }: BackupOutline): number => binned?.at.getTime() ?? 0;
