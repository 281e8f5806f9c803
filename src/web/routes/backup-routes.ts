import { backupContents, backupObjects } from '../pages/backups/inside/backup-contents.ts';
import { backupCopy, backupCopyAsk } from '../pages/backups/copy/backup-copy.ts';
import { backupDelete } from '../pages/backups/dialogs/backup-delete.ts';
import { backupDeleteAsk } from '../pages/backups/dialogs/backup-delete-ask.ts';
import { backupDescribe } from '../pages/backups/dialogs/backup-describe.ts';
import { backupDetail } from '../pages/backups/dialogs/backup-detail.ts';
import { backupIssues } from '../pages/backups/dialogs/backup-issues.ts';
import { backupList } from '../pages/backups/backup-list.ts';
import { attachmentDownload } from '../pages/backups/inside/attachment-download.ts';
import { objectHistory } from '../pages/backups/inside/object-history.ts';
import { objectIssues } from '../pages/backups/inside/object-issues.ts';
import { backupObject } from '../pages/backups/inside/backup-object.ts';
import { backupPartRetry } from '../pages/backups/backup-part-retry.ts';
import { backupRow } from '../pages/backups/backup-row.ts';
import { backupTerminated } from '../pages/backups/backup-terminated.ts';
import { backupTimeline } from '../pages/backups/timeline/backup-timeline.ts';
import { backupVerify } from '../pages/backups/backup-verify.ts';
import {
  backupHold,
  backupHoldAsk,
  backupLift,
  backupUndo,
} from '../pages/retention/backup-hold.ts';
import { binDelete, binDeleteAsk } from '../pages/backups/bin/bin-delete-ask.ts';
import {
  retentionConfirm,
  retentionEdit,
  retentionPreview,
  retentionSave,
} from '../pages/retention/retention-edit.ts';
import { schemaHold, schemaHoldAsk, schemaLift } from '../pages/retention/schema-hold.ts';
import { get, post, type Route } from './route.ts';

/** Backups: their lists, dialogs and contents, and how long they are kept. */
export const BACKUP_ROUTES: Route[] = [
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
];
