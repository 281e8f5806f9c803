import { countRecords, isVerified, type Backup } from '../../../../core/backups/backup.ts';
import type { CatalogSchema } from '../../../../core/catalog/catalog-store.ts';
import { parseCronRule } from '../../../../core/schedules/cron-rule.ts';
import {
  protectionOf,
  type ProtectionState,
} from '../../../../core/use-cases/schemas/protection-of.ts';
import type { SchemaHead } from '../../../../core/use-cases/schemas/schema-pages.ts';
import { cronWords } from '../../../view/words/cron-words.ts';
import { showDate, type ShownDate } from '../../../view/formats/dates.ts';
import { alertsView, type AlertsView } from '../../../view/components/alerts-view.ts';
import { damagedBackupsView } from '../../../view/components/damaged-backups-view.ts';
import type { Lozenge } from '../../../view/components/lozenge.ts';
import { bytes, count, counted } from '../../../view/formats/numbers.ts';
import { markOf } from '../../../view/mark-of.ts';
import type { Reader } from '../../../view/reader.ts';
import { thingIcon, type ThingIcon } from '../../../view/components/thing-icon.ts';
import { scheduleLineView } from '../schedule-line-view.ts';
import { statusOf } from '../schema-row-view.ts';
import { liveRunViews, type LiveRunView } from './live-run-view.ts';

/** The views of one schema, side by side under its name. */
export const SCHEMA_TABS = ['backups', 'restores', 'schedule', 'terminated'] as const;
export type SchemaTab = (typeof SCHEMA_TABS)[number];

/** What stands above every view of a schema (`pages/schemas/schema-head.hbs`). */
export interface SchemaHeadView {
  id: string;
  tab: SchemaTab;
  /** Changes whenever a list below the head does. */
  mark: string;
  /** Seconds until the page asks again. */
  every: number;
  name: string;
  icon: ThingIcon;
  key: string;
  instance: string;
  location: string;
  status: Lozenge;
  protection: Lozenge | undefined;
  /** Deleted from Assets. */
  isGone: boolean;
  isHideable: boolean;
  isRemovable: boolean;
  schedule: string;
  scheduleNote: string | undefined;
  next: ShownDate | undefined;
  last: { id: string; date: ShownDate; isVerified: boolean } | undefined;
  /** Of the last backup, if it failed. */
  error: string | undefined;
  objects: string | undefined;
  stored: string;
  /** Why it cannot be backed up right now. */
  unready: string | undefined;
  work: LiveRunView[];
  /** Undefined where the page shows the same ones already. */
  alerts: AlertsView | undefined;
  tabs: TabView[];
}

interface TabView {
  title: string;
  /** The last part of its address. */
  path: string;
  chosen: boolean;
  count: string | undefined;
}

const BUSY_SECONDS = 2;
const QUIET_SECONDS = 5;
const PROTECTION: Record<ProtectionState, Lozenge> = {
  protected: { text: 'Protected', look: 'success' },
  failing: { text: 'Not protected', look: 'removed' },
  unscheduled: { text: 'Not protected', look: 'moved' },
};

export function schemaHeadView(head: SchemaHead, tab: SchemaTab, reader: Reader): SchemaHeadView {
  const { schema, location, schedule } = head;
  const line = scheduleLineView(head, reader);
  const work = liveRunViews(head, reader);
  const protection = protectionOf(schema, schedule, reader.nowMs);
  return {
    id: schema.id,
    tab,
    mark: markOfLists(head),
    every: work.length > 0 ? BUSY_SECONDS : QUIET_SECONDS,
    name: schema.name,
    icon: thingIcon(schema.name),
    key: schema.key,
    instance: schema.siteName ?? schema.siteUrl,
    location,
    status: statusOf(schema),
    protection: protection && PROTECTION[protection],
    isGone: schema.status === 'deleted',
    isHideable: schema.status === 'active',
    isRemovable: schema.status === 'deleted',
    schedule: scheduleWords(head),
    scheduleNote: line.note,
    next: line.next,
    last: lastBackupOf(head, reader),
    error: schema.lastError?.message,
    objects: head.lastBackup && objectWords(head.lastBackup),
    stored: storedWords(schema),
    unready: whyUnready(schema),
    work,
    alerts: alertsOf(schema, reader),
    tabs: tabViews(head, tab),
  };
}

const alertsOf = (schema: CatalogSchema, reader: Reader): AlertsView =>
  alertsView({ notice: undefined, banners: [], damaged: damagedBackupsView([schema], reader) });

/** Of what decides what the lists below show, as far as it stands in the head. */
function markOfLists(head: SchemaHead): string {
  const { schema, schedule, lastBackup, restoreCount, terminatedCount, work } = head;
  const { status, lastBackupId, backupCount, activeRunId } = schema;
  return markOf([
    status,
    lastBackupId,
    backupCount,
    activeRunId,
    schedule?.revision,
    schedule?.nextSlotAt,
    restoreCount,
    terminatedCount,
    work.length,
    schema.hold?.at,
    lastBackup?.hold?.at,
  ]);
}

function scheduleWords({ schedule }: SchemaHead): string {
  if (!schedule) return 'None';
  const words = cronWords(parseCronRule(schedule.cron));
  return schedule.on ? words : `Off (${words})`;
}

function lastBackupOf(
  { schema: { lastBackupAt, lastBackupId }, lastBackup }: SchemaHead,
  reader: Reader,
): SchemaHeadView['last'] {
  if (!lastBackupAt || !lastBackupId) return undefined;
  return {
    id: lastBackupId,
    date: showDate(lastBackupAt, reader),
    isVerified: lastBackup !== undefined && isVerified(lastBackup),
  };
}

function objectWords(backup: Backup): string {
  const types = countRecords(backup, 'objectType');
  return `${count(countRecords(backup, 'object'))} in ${counted(types, 'object type')}`;
}

function storedWords({ backupCount, storedBytes }: CatalogSchema): string {
  const backups = counted(backupCount, 'backup');
  return storedBytes === undefined ? backups : `${bytes(storedBytes)} in ${backups}`;
}

function whyUnready({ status, activeRunId }: CatalogSchema): string | undefined {
  if (status === 'deleted') return 'This schema no longer exists in Assets.';
  return activeRunId ? 'Wait for the current run to finish.' : undefined;
}

function tabViews(head: SchemaHead, chosen: SchemaTab): TabView[] {
  const tabs: [SchemaTab, string, string, number | undefined][] = [
    ['backups', 'Available backups', 'backups', head.schema.backupCount],
    ['restores', 'Restore history', 'restores', head.restoreCount],
    ['schedule', 'Schedule', 'schedule', undefined],
    ['terminated', 'Terminated backups', 'terminated', head.terminatedCount],
  ];
  return tabs.map(([tab, title, path, total]) => ({
    title,
    path,
    chosen: tab === chosen,
    count: total === undefined ? undefined : count(total),
  }));
}
