import type { CatalogSchema } from '../../../core/catalog/catalog-store.ts';
import type { GridRow } from '../../../core/use-cases/schemas/grid.ts';
import { isAhead, showDate, type ShownDate } from '../../view/formats/dates.ts';
import type { Lozenge } from '../../view/components/lozenge.ts';
import { counted } from '../../view/formats/numbers.ts';
import { FINISHING, progressView, type ProgressView } from '../../view/components/progress-view.ts';
import { PENDING } from '../../view/components/run-states.ts';
import { markOf } from '../../view/mark-of.ts';
import type { Reader } from '../../view/reader.ts';
import { thingIcon, type ThingIcon } from '../../view/components/thing-icon.ts';
import { runUrl } from '../runs/run-url.ts';
import { stopUrl } from '../runs/stop-url.ts';
import { ticksView, type TicksView } from './ticks-view.ts';
import { scheduleLineView, type ScheduleLineView } from './schedule-line-view.ts';

/** A schema as a row of the grid, and as the head of its own page. */
export interface SchemaRowView {
  id: string;
  /** Outside of a grid, which asks for all of its rows at once, it asks for itself. */
  isAlone?: boolean | undefined;
  /** Whether it replaces an earlier version of itself in the page. */
  isChanged?: boolean | undefined;
  name: string;
  icon: ThingIcon;
  key: string;
  instance: string;
  location: string;
  status: Lozenge;
  lastBackup: ShownDate | undefined;
  /** Its date lies ahead, because the clock was wrong. */
  isLastAhead: boolean;
  lastBackupId: string | undefined;
  /** The last backup does not hold all that the site counts. */
  isIncomplete: boolean;
  /** Every byte of it was read back, and no damage was found. */
  isVerified: boolean;
  /** Why the last one failed: the cause, which the banner says once for all. */
  error: string | undefined;
  failedAt: ShownDate | undefined;
  /** Its last backup failed, or the one that its schedule promised is missing. */
  isFailing: boolean;
  /** Why it was not removed though somebody asked for it. */
  unremoved: string | undefined;
  /** Undefined until the first backup that this version took, or that a schedule skipped. */
  ticks: TicksView | undefined;
  backups: string;
  damagedCount: number;
  /** The run in progress. */
  runId: string | undefined;
  /** What it does to the schema, where its progress alone would not tell. */
  runDoes: string | undefined;
  stopUrl: string | undefined;
  /** Where the run is shown. */
  runUrl: string | undefined;
  /** What such a run is called. */
  runTitle: string | undefined;
  progress: ProgressView | undefined;
  canBackUp: boolean;
  /** Deleted from Assets: it is not only hidden, but deleted here, too. */
  isGone: boolean;
  canDelete: boolean;
  schedule: ScheduleLineView;
  /** Changes whenever the row says something else. */
  mark: string;
}

export function schemaRowView(row: GridRow, reader: Reader): SchemaRowView {
  const { schema, location } = row;
  const schedule = scheduleLineView(row, reader);
  const view = {
    id: schema.id,
    name: schema.name,
    icon: thingIcon(schema.name),
    key: schema.key,
    instance: schema.siteName ?? schema.siteUrl,
    location,
    status: statusOf(schema),
    ...lastBackupOf(schema, reader),
    error: schema.lastError?.message,
    failedAt: schema.lastError && showDate(schema.lastError.at, reader),
    isFailing: schema.lastError !== undefined || schedule.isOverdue,
    unremoved: schema.unremoved?.why,
    ticks: ticksOf(row, reader),
    backups: counted(schema.backupCount, 'backup'),
    damagedCount: schema.damaged?.length ?? 0,
    ...runInHand(row),
    progress: progressOf(row, reader),
    canBackUp: schema.status !== 'deleted',
    isGone: schema.status === 'deleted',
    canDelete: schema.status !== 'not-visible',
    schedule,
  };
  return { ...view, mark: markOfRow(view) };
}

function markOfRow(row: Omit<SchemaRowView, 'mark'>): string {
  const { refreshMs: _later, ...schedule } = row.schedule;
  return markOf({ ...row, schedule });
}

function runInHand({
  run,
  shownRun,
}: GridRow): Pick<SchemaRowView, 'runId' | 'runDoes' | 'stopUrl' | 'runUrl' | 'runTitle'> {
  return {
    runId: run?.id,
    runDoes: shownRun?.does,
    stopUrl: run && stopUrl(run),
    runUrl: run && runUrl(run),
    runTitle: shownRun?.title,
  };
}

function lastBackupOf({ lastBackupAt, lastBackupId, ...last }: CatalogSchema, reader: Reader) {
  return {
    lastBackup: lastBackupAt && showDate(lastBackupAt, reader),
    isLastAhead: lastBackupAt !== undefined && isAhead(lastBackupAt, reader),
    lastBackupId,
    isIncomplete: last.lastBackupIncomplete === true,
    isVerified: last.lastBackupVerified === true,
  };
}

function ticksOf({ schema: { recent }, schedule }: GridRow, reader: Reader) {
  const skips = schedule?.skips ?? [];
  return recent || skips.length > 0 ? ticksView(recent ?? [], skips, reader) : undefined;
}

export function statusOf({ status, seenByName }: CatalogSchema): Lozenge {
  switch (status) {
    case 'active':
      return { text: 'Active', look: 'success' };
    case 'deleted':
      return { text: 'Deleted', look: 'removed' };
    case 'not-visible':
      return { text: `Not visible to ${seenByName}`, look: 'moved' };
  }
}

function progressOf({ schema, run }: GridRow, reader: Reader): ProgressView | undefined {
  if (!run) return schema.activeRunId ? FINISHING : undefined;
  const progress = progressView(run, reader.nowMs);
  return progress.pending && !progress.stopping ? { ...progress, state: PENDING } : progress;
}
