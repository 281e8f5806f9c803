/**
 * Every address of the service, with the guard that it needs. A test walks this table and tries
 * every door.
 */
import { health, readiness } from './health.ts';
import { activityPill } from './pages/activity/activity-pill.ts';
import { activityShow } from './pages/activity/activity-show.ts';
import { backupContents, backupObjects } from './pages/backups/inside/backup-contents.ts';
import { backupCopy, backupCopyAsk } from './pages/backups/copy/backup-copy.ts';
import { backupDelete } from './pages/backups/dialogs/backup-delete.ts';
import { backupDeleteAsk } from './pages/backups/dialogs/backup-delete-ask.ts';
import { backupDescribe } from './pages/backups/dialogs/backup-describe.ts';
import { backupDetail } from './pages/backups/dialogs/backup-detail.ts';
import { backupIssues } from './pages/backups/dialogs/backup-issues.ts';
import { backupList } from './pages/backups/backup-list.ts';
import { attachmentDownload } from './pages/backups/inside/attachment-download.ts';
import { objectHistory } from './pages/backups/inside/object-history.ts';
import { objectIssues } from './pages/backups/inside/object-issues.ts';
import { backupObject } from './pages/backups/inside/backup-object.ts';
import { backupPartRetry } from './pages/backups/backup-part-retry.ts';
import { backupRequest } from './pages/backups/backup-request.ts';
import { backupRequestAsk } from './pages/backups/backup-request-ask.ts';
import { backupRow } from './pages/backups/backup-row.ts';
import { backupTerminated } from './pages/backups/backup-terminated.ts';
import { backupTimeline } from './pages/backups/timeline/backup-timeline.ts';
import { backupVerify } from './pages/backups/backup-verify.ts';
import { bulkBackup } from './pages/overview/bulk-backup.ts';
import { bulkScheduleAsk } from './pages/overview/bulk-schedule-ask.ts';
import { bulkSchedule } from './pages/overview/bulk-schedule.ts';
import { bulkVerify } from './pages/overview/bulk-verify.ts';
import { overviewShow } from './pages/overview/overview-show.ts';
import { restoreAgain } from './pages/restores/again/restore-again.ts';
import { restoreCutOver } from './pages/restores/again/restore-cut-over.ts';
import { restoreCheck } from './pages/restores/check/restore-check.ts';
import { restoreCheckRequest } from './pages/restores/check/restore-check-request.ts';
import { restoreDestination } from './pages/restores/wizard/restore-destination.ts';
import { restoreEdit } from './pages/restores/wizard/restore-edit.ts';
import { restoreFix } from './pages/restores/review/restore-fix.ts';
import { restoreList } from './pages/restores/restore-list.ts';
import { restoreNames } from './pages/restores/wizard/restore-names.ts';
import { restoreOptions } from './pages/restores/wizard/restore-options.ts';
import { restorePlan } from './pages/restores/review/restore-plan.ts';
import { restoreDecide } from './pages/restores/review/restore-decide.ts';
import { restoreGroup, restoreGroupSave } from './pages/restores/review/restore-group.ts';
import { peopleFile } from './pages/restores/review/people-file.ts';
import { restorePlanAgain } from './pages/restores/review/restore-plan-again.ts';
import { restorePlanRequest } from './pages/restores/review/restore-plan-request.ts';
import { restoreReport } from './pages/restores/report/restore-report.ts';
import { restoreResume } from './pages/restores/restore-resume.ts';
import { restoreReading } from './pages/restores/wizard/restore-reading.ts';
import { restoreRun } from './pages/restores/review/restore-run.ts';
import { restoreShow } from './pages/restores/restore-show.ts';
import { restoreStopAsk } from './pages/restores/restore-stop-ask.ts';
import { connectionLine } from './pages/setup/connection-line.ts';
import { connectionDelete } from './pages/setup/connection-delete.ts';
import { connectionDeleteAsk } from './pages/setup/connection-delete-ask.ts';
import { homeShow } from './pages/schemas/home-show.ts';
import {
  backupHold,
  backupHoldAsk,
  backupLift,
  backupUndo,
} from './pages/retention/backup-hold.ts';
import { binDelete, binDeleteAsk } from './pages/backups/bin/bin-delete-ask.ts';
import {
  retentionConfirm,
  retentionEdit,
  retentionPreview,
  retentionSave,
} from './pages/retention/retention-edit.ts';
import {
  defaultRetentionEdit,
  defaultRetentionPreview,
  defaultRetentionSave,
} from './pages/retention/default-retention-edit.ts';
import { schemaHold, schemaHoldAsk, schemaLift } from './pages/retention/schema-hold.ts';
import {
  keyServiceAsk,
  keyServiceCheck,
  keyServiceLeave,
  keyServiceLeaveAsk,
  keyServiceSave,
} from './pages/keys/key-service-ask.ts';
import {
  lock,
  passphraseAsk,
  passphraseRemove,
  passphraseRemoveAsk,
  passphraseSave,
  unlock,
  unlockAsk,
} from './pages/keys/passphrase-ask.ts';
import { recoveryKeyAsk } from './pages/keys/recovery-key-ask.ts';
import { recoveryKeyMake } from './pages/keys/recovery-key-make.ts';
import { runStop } from './pages/runs/run-stop.ts';
import { runStopAsk } from './pages/runs/run-stop-ask.ts';
import { scheduleEdit } from './pages/schedules/schedule-edit.ts';
import { schedulePreview } from './pages/schedules/schedule-preview.ts';
import { scheduleSave } from './pages/schedules/schedule-save.ts';
import { scheduleShow } from './pages/schedules/schedule-show.ts';
import { schemaChanges } from './pages/schemas/schema-changes.ts';
import { schemaDelete, schemaUnhide } from './pages/schemas/schema-delete.ts';
import { schemaDeleteAsk } from './pages/schemas/schema-delete-ask.ts';
import { schemaError } from './pages/schemas/schema-error.ts';
import { schemaList } from './pages/schemas/schema-list.ts';
import { schemaHead } from './pages/schemas/page/schema-head.ts';
import { schemaPlaces } from './pages/schemas/schema-places.ts';
import { schemaRow } from './pages/schemas/schema-row.ts';
import { setupCredentials } from './pages/setup/setup-credentials.ts';
import { setupEdit } from './pages/setup/setup-edit.ts';
import { setupOwnAccess, setupOwnAccessSave } from './pages/setup/setup-own-access.ts';
import { setupStorage } from './pages/setup/setup-storage.ts';
import { setupWorkspace } from './pages/setup/setup-workspace.ts';
import { accountSave, connectionTest, tokenSave } from './pages/settings/account-save.ts';
import { settingsShow } from './pages/settings/settings-show.ts';
import { attachEdit } from './pages/attach/attach-edit.ts';
import { attachLook } from './pages/attach/attach-look.ts';
import { attachTake } from './pages/attach/attach-take.ts';
import { storageEmpty } from './pages/storages/storage-empty.ts';
import { storageRemove } from './pages/storages/storage-remove.ts';
import { storageRemoveAsk } from './pages/storages/storage-remove-ask.ts';
import { storageSave } from './pages/storages/storage-save.ts';
import { storageUse } from './pages/storages/storage-use.ts';
import { syncRequest } from './pages/setup/sync-request.ts';
import { syncShow } from './pages/setup/sync-show.ts';
import { agentsShow, agentTokenMake, agentTokenRevoke } from './pages/agents/agents-show.ts';
import { agentTokenAsk } from './pages/agents/agent-token-ask.ts';
import { dataCenterDelete } from './pages/data-centers/data-center-delete.ts';
import { dataCenterDeleteAsk } from './pages/data-centers/data-center-delete-ask.ts';
import { dataCenterEdit } from './pages/data-centers/data-center-edit.ts';
import { dataCenterNew } from './pages/data-centers/data-center-new.ts';
import {
  dataCenterAdd,
  dataCenterSave,
  dataCenterTest,
} from './pages/data-centers/data-center-save.ts';
import { targetAdd } from './pages/targets/target-add.ts';
import { targetDelete } from './pages/targets/target-delete.ts';
import { targetDeleteAsk } from './pages/targets/target-delete-ask.ts';
import { targetEdit } from './pages/targets/target-edit.ts';
import { targetList } from './pages/targets/target-list.ts';
import { targetNew } from './pages/targets/target-new.ts';
import { targetSave } from './pages/targets/target-save.ts';
import { get, page, post, type Route } from './route.ts';

export const ROUTES: Route[] = [
  { method: 'get', path: '/healthz', guard: 'public', answer: health },
  { method: 'get', path: '/readyz', guard: 'public', answer: readiness },
  { method: 'post', path: '/installed', guard: 'install' },
  { method: 'post', path: '/uninstalled', guard: 'uninstall' },
  { method: 'post', path: '/enabled', guard: 'site' },
  { method: 'post', path: '/disabled', guard: 'site' },

  page('/pages/home', homeShow),
  page('/pages/configure', setupEdit),
  page('/pages/start', homeShow),

  get('/app/home', homeShow),
  get('/app/setup', setupEdit),
  post('/app/setup/workspace', setupWorkspace),
  post('/app/setup/credentials', setupCredentials),
  get('/app/setup/own-access', setupOwnAccess),
  post('/app/setup/own-access', setupOwnAccessSave),
  post('/app/setup/storage', setupStorage),
  get('/app/connection', connectionLine),
  get('/app/connection/delete', connectionDeleteAsk),
  post('/app/connection/delete', connectionDelete),

  get('/app/settings', settingsShow),
  post('/app/settings/account', accountSave),
  post('/app/settings/test', connectionTest),
  post('/app/settings/token', tokenSave),
  post('/app/settings/storage', storageSave),
  post('/app/settings/storage/:id/use', storageUse),
  get('/app/attach', attachEdit),
  post('/app/attach', attachLook),
  post('/app/attach/:id', attachTake),
  get('/app/settings/passphrase', (call) => passphraseAsk(call)),
  post('/app/settings/passphrase', passphraseSave),
  get('/app/settings/passphrase/remove', (call) => passphraseRemoveAsk(call)),
  post('/app/settings/passphrase/remove', passphraseRemove),
  get('/app/settings/passphrase/unlock', (call) => unlockAsk(call)),
  post('/app/settings/passphrase/unlock', unlock),
  post('/app/settings/passphrase/lock', lock),
  get('/app/settings/key-service', (call) => keyServiceAsk(call)),
  post('/app/settings/key-service', keyServiceSave),
  post('/app/settings/key-service/check', keyServiceCheck),
  get('/app/settings/key-service/leave', (call) => keyServiceLeaveAsk(call)),
  post('/app/settings/key-service/leave', keyServiceLeave),
  get('/app/settings/retention', defaultRetentionEdit),
  post('/app/settings/retention', defaultRetentionSave),
  post('/app/settings/retention/preview', defaultRetentionPreview),
  get('/app/settings/recovery-key', recoveryKeyAsk),
  post('/app/settings/recovery-key', recoveryKeyMake),
  get('/app/settings/storage/:id/remove', storageRemoveAsk),
  post('/app/settings/storage/:id/remove', storageRemove),
  post('/app/settings/storage/:id/empty', storageEmpty),

  get('/app/targets', targetList),
  get('/app/targets/new', targetNew),
  post('/app/targets', targetAdd),
  get('/app/targets/:id', targetEdit),
  post('/app/targets/:id', targetSave),
  get('/app/targets/:id/delete', targetDeleteAsk),
  post('/app/targets/:id/delete', targetDelete),

  get('/app/agents', agentsShow),
  post('/app/agents', agentTokenMake),
  get('/app/agents/:id/revoke', agentTokenAsk),
  post('/app/agents/:id/revoke', agentTokenRevoke),
  get('/app/data-centers/new', dataCenterNew),
  post('/app/data-centers', dataCenterAdd),
  get('/app/data-centers/:id', dataCenterEdit),
  post('/app/data-centers/:id', dataCenterSave),
  post('/app/data-centers/:id/test', dataCenterTest),
  get('/app/data-centers/:id/delete', dataCenterDeleteAsk),
  post('/app/data-centers/:id/delete', dataCenterDelete),

  post('/app/sync', syncRequest),
  get('/app/sync', syncShow),
  get('/app/schemas', schemaList),
  get('/app/schemas/changes', schemaChanges),
  get('/app/schemas/places', schemaPlaces),
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

  get('/app/schemas/:id/backups', backupList),
  get('/app/schemas/:id/timeline', backupTimeline),
  get('/app/schemas/:id/terminated', backupTerminated),
  get('/app/backups/:id', backupDetail),
  get('/app/backups/:id/row', backupRow),
  get('/app/backups/:id/issues', backupIssues),
  post('/app/backups/:id/description', backupDescribe),
  post('/app/backups/:id/verify', backupVerify),
  post('/app/backups/:id/parts/:part/retry', backupPartRetry),
  get('/app/backups/:id/delete', backupDeleteAsk),
  post('/app/backups/:id/delete', backupDelete),
  get('/app/backups/:id/hold', backupHoldAsk),
  post('/app/backups/:id/hold', backupHold),
  post('/app/backups/:id/lift', backupLift),
  post('/app/backups/:id/undo', backupUndo),
  get('/app/schemas/:id/copy', backupCopyAsk),
  post('/app/schemas/:id/copy', backupCopy),
  get('/app/schemas/:id/bin/delete', binDeleteAsk),
  post('/app/schemas/:id/bin/delete', binDelete),
  get('/app/schemas/:id/retention', retentionEdit),
  post('/app/schemas/:id/retention', retentionSave),
  post('/app/schemas/:id/retention/preview', retentionPreview),
  post('/app/schemas/:id/retention/confirm', retentionConfirm),
  get('/app/schemas/:id/hold', schemaHoldAsk),
  post('/app/schemas/:id/hold', schemaHold),
  post('/app/schemas/:id/lift', schemaLift),
  get('/app/backups/:id/contents', backupContents),
  get('/app/backups/:id/contents/:typeId', backupObjects),
  get('/app/backups/:id/contents/:typeId/:objectId', backupObject),
  get('/app/backups/:id/contents/:typeId/:objectId/history', objectHistory),
  get('/app/backups/:id/contents/:typeId/:objectId/issues', objectIssues),
  get(
    '/app/backups/:id/contents/:typeId/:objectId/attachments/:attachmentId/:position',
    attachmentDownload,
  ),

  get('/app/backups/:id/restore', restoreDestination),
  get('/app/backups/:id/restore/reading', restoreReading),
  post('/app/backups/:id/restore', restoreDestination),
  post('/app/backups/:id/restore/names', restoreNames),
  post('/app/backups/:id/restore/options', restoreOptions),
  post('/app/backups/:id/restore/plan', restorePlanRequest),
  get('/app/restores/:id/plan', restorePlan),
  get('/app/restores/:id/edit', restoreEdit),
  post('/app/restores/:id/plan', restorePlanAgain),
  post('/app/restores/:id/decide', restoreDecide),
  get('/app/restores/:id/people', peopleFile),
  get('/app/restores/:id/groups/:group', restoreGroup),
  post('/app/restores/:id/groups/:group', restoreGroupSave),
  post('/app/restores/:id/run', restoreRun),
  get('/app/schemas/:id/restores', restoreList),
  get('/app/restores/:id', restoreShow),
  get('/app/restores/:id/stop', restoreStopAsk),
  post('/app/restores/:id/stop', runStop),
  post('/app/restores/:id/resume', restoreResume),
  post('/app/restores/:id/fix', restoreFix),
  post('/app/restores/:id/again', restoreAgain),
  get('/app/restores/:id/cut-over', restoreCutOver),
  get('/app/restores/:id/check', restoreCheck),
  post('/app/restores/:id/check', restoreCheckRequest),
  get('/app/restores/:id/report', restoreReport),
];
