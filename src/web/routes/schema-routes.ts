import { activityPill } from '../pages/activity/activity-pill.ts';
import { activityShow } from '../pages/activity/activity-show.ts';
import { backupRequest } from '../pages/backups/backup-request.ts';
import { backupRequestAsk } from '../pages/backups/backup-request-ask.ts';
import { bulkBackup } from '../pages/overview/bulk-backup.ts';
import { bulkScheduleAsk } from '../pages/overview/bulk-schedule-ask.ts';
import { bulkSchedule } from '../pages/overview/bulk-schedule.ts';
import { bulkVerify } from '../pages/overview/bulk-verify.ts';
import { overviewShow } from '../pages/overview/overview-show.ts';
import { runStop } from '../pages/runs/run-stop.ts';
import { runStopAsk } from '../pages/runs/run-stop-ask.ts';
import { scheduleEdit } from '../pages/schedules/schedule-edit.ts';
import { schedulePreview } from '../pages/schedules/schedule-preview.ts';
import { scheduleSave } from '../pages/schedules/schedule-save.ts';
import { scheduleShow } from '../pages/schedules/schedule-show.ts';
import { schemaChanges } from '../pages/schemas/grid/schema-changes.ts';
import { schemaDelete, schemaUnhide } from '../pages/schemas/schema-delete.ts';
import { schemaDeleteAsk } from '../pages/schemas/schema-delete-ask.ts';
import { schemaError } from '../pages/schemas/schema-error.ts';
import { schemaList } from '../pages/schemas/grid/schema-list.ts';
import { schemaGone } from '../pages/schemas/page/schema-gone.ts';
import { schemaHead } from '../pages/schemas/page/schema-head.ts';
import { schemaPlaces } from '../pages/schemas/grid/schema-places.ts';
import { schemaRow } from '../pages/schemas/schema-row.ts';
import { syncRequest } from '../pages/setup/sync/sync-request.ts';
import { syncShow } from '../pages/setup/sync/sync-show.ts';
import { get, post, type Route } from './route.ts';

/** The grid of schemas and its sync, their schedules, and what is going on. */
export const SCHEMA_ROUTES: Route[] = [
  post('/app/sync', syncRequest),
  get('/app/sync', syncShow),
  get('/app/schemas', schemaList),
  get('/app/schemas/changes', schemaChanges),
  get('/app/schemas/places', schemaPlaces),
  get('/app/schemas/gone', schemaGone),
  get('/app/schemas/:id/row', schemaRow),
  get('/app/schemas/:id/head', schemaHead),
  get('/app/schemas/:id/error', schemaError),
  get('/app/schemas/:id/delete', schemaDeleteAsk),
  post('/app/schemas/:id/delete', schemaDelete),
  post('/app/schemas/:id/unhide', schemaUnhide),
  get('/app/schemas/:id/backup', backupRequestAsk),
  post('/app/schemas/:id/backup', backupRequest),
  get('/app/overview', overviewShow),
  post('/app/bulk/backup', bulkBackup),
  post('/app/bulk/verify', bulkVerify),
  get('/app/bulk/schedule', bulkScheduleAsk),
  post('/app/bulk/schedule', bulkSchedule),
  get('/app/activity', activityShow),
  get('/app/activity/pill', activityPill),
  get('/app/runs/:id/stop', runStopAsk),
  post('/app/runs/:id/stop', runStop),

  get('/app/schemas/:id/schedule', scheduleShow),
  get('/app/schemas/:id/schedule/edit', scheduleEdit),
  post('/app/schemas/:id/schedule/preview', schedulePreview),
  post('/app/schemas/:id/schedule', scheduleSave),
];
