import type { ErrorView } from './middleware/handle-error.ts';
import type { ActivityPillView } from './pages/activity/activity-pill.ts';
import type { ActivityView } from './pages/activity/activity-view.ts';
import type { BackupListView } from './pages/backups/backup-list-view.ts';
import type { BackupRequestAskView } from './pages/backups/backup-request-ask.ts';
import type { BackupRowView } from './pages/backups/backup-row-view.ts';
import type { BackupTerminatedView } from './pages/backups/backup-terminated-view.ts';
import type { BackupCopyView } from './pages/backups/copy/backup-copy-view.ts';
import type { BackupDeleteView } from './pages/backups/dialogs/backup-delete-view.ts';
import type { BackupIssuesView } from './pages/backups/dialogs/backup-issues.ts';
import type { BackupDetailView } from './pages/backups/dialogs/backup-detail-view.ts';
import type { BackupContentsView } from './pages/backups/inside/backup-contents-view.ts';
import type { ObjectHistoryView } from './pages/backups/inside/object-history.ts';
import type { ObjectIssuesView } from './pages/backups/inside/object-issues.ts';
import type { BackupObjectView } from './pages/backups/inside/backup-object-view.ts';
import type { BackupTimelineView } from './pages/backups/timeline/backup-timeline.ts';
import type { BulkScheduleView } from './pages/overview/bulk-schedule-view.ts';
import type { OverviewView } from './pages/overview/overview-view.ts';
import type { BinDeleteView } from './pages/backups/bin/bin-delete-view.ts';
import type { HoldAskView } from './pages/retention/hold-ask-view.ts';
import type { RetentionEditView } from './pages/retention/retention-edit-view.ts';
import type { KeyFormView } from './pages/keys/key-form-view.ts';
import type { RecoveryKeyAskView } from './pages/keys/recovery-key-ask.ts';
import type { RecoveryKeyView } from './pages/keys/recovery-key-make.ts';
import type { RestoreCheckView } from './pages/restores/check/restore-check-view.ts';
import type { RestoreListView } from './pages/restores/restore-list-view.ts';
import type { RestoreShowView } from './pages/restores/restore-show-view.ts';
import type { RestoreStopAskView } from './pages/restores/restore-stop-ask.ts';
import type { RestoreGroupView } from './pages/restores/review/restore-group-view.ts';
import type { RestorePlanView } from './pages/restores/review/restore-plan-view.ts';
import type { RestoreDestinationView } from './pages/restores/wizard/restore-destination-view.ts';
import type { RestoreNamesView } from './pages/restores/wizard/restore-names.ts';
import type { RestoreOptionsView } from './pages/restores/wizard/restore-options-view.ts';
import type { RestoreReadingView } from './pages/restores/wizard/restore-reading.ts';
import type { RestorePlaceView } from './pages/restores/wizard/restore-place-view.ts';
import type { ScheduleEditView } from './pages/schedules/schedule-edit-view.ts';
import type { SchedulePreviewView } from './pages/schedules/schedule-preview.ts';
import type { ScheduleShowView } from './pages/schedules/schedule-show-view.ts';
import type { HomeShowView } from './pages/schemas/home-show-view.ts';
import type { RunStopAskView } from './pages/runs/run-stop-ask.ts';
import type { ConnectionView } from './pages/setup/connection-view.ts';
import type { SchemaChangesView } from './pages/schemas/schema-changes.ts';
import type { SchemaDeleteView } from './pages/schemas/schema-delete-view.ts';
import type { SchemaErrorView } from './pages/schemas/schema-error.ts';
import type { SchemaHeadView } from './pages/schemas/page/schema-head-view.ts';
import type { SchemaListView } from './pages/schemas/schema-list-view.ts';
import type { SchemaRowView } from './pages/schemas/schema-row-view.ts';
import type { SettingsView } from './pages/settings/settings-view.ts';
import type { ConnectionDeleteAskView } from './pages/setup/connection-delete-ask.ts';
import type { OwnAccessView } from './pages/setup/own-access-view.ts';
import type { SetupShowView } from './pages/setup/setup-show-view.ts';
import type { SyncShowView } from './pages/setup/sync-show-view.ts';
import type { StorageAttachView } from './pages/attach/attach-edit.ts';
import type { StorageOfferView } from './pages/attach/attach-look.ts';
import type { StorageRemoveView } from './pages/storages/storage-remove-view.ts';
import type { AgentTokenAskView } from './pages/agents/agent-token-ask.ts';
import type { AgentsView } from './pages/agents/agents-view.ts';
import type { DataCenterDeleteAskView } from './pages/data-centers/data-center-delete-ask.ts';
import type { DataCenterEditView } from './pages/data-centers/data-center-edit-view.ts';
import type { TargetDeleteAskView } from './pages/targets/target-delete-ask.ts';
import type { TargetEditView } from './pages/targets/target-edit-view.ts';

/**
 * Every template of `views/pages` with the model that it is rendered from. A test holds the fields
 * that templates name against these.
 */
export interface ViewModels {
  error: ErrorView;

  'setup-show': SetupShowView;
  'setup-workspace': SetupShowView;
  'setup-own-access': OwnAccessView;
  'sync-show': SyncShowView;
  'connection-delete-ask': ConnectionDeleteAskView;

  'settings-show': SettingsView;
  'storage-attach': StorageAttachView;
  'storage-offer': StorageOfferView;
  'key-service-ask': KeyFormView;
  'passphrase-ask': KeyFormView;
  'recovery-key-ask': RecoveryKeyAskView;
  'recovery-key-show': RecoveryKeyView;
  'storage-remove-ask': StorageRemoveView;
  'agents-show': AgentsView;
  'agent-token-ask': AgentTokenAskView;
  'data-center-edit': DataCenterEditView;
  'data-center-delete-ask': DataCenterDeleteAskView;
  'target-edit': TargetEditView;
  'target-delete-ask': TargetDeleteAskView;

  'home-show': HomeShowView;
  'overview-show': OverviewView;
  'bulk-schedule-ask': BulkScheduleView;
  'schema-list': SchemaListView;
  'connection-line': ConnectionView;
  'schema-changes': SchemaChangesView;
  'schema-row': SchemaRowView;
  'schema-head': SchemaHeadView;
  'schema-error': SchemaErrorView;
  'schema-delete-ask': SchemaDeleteView;

  'activity-show': ActivityView;
  'activity-table': ActivityView;
  'activity-pill': ActivityPillView;
  'run-stop-ask': RunStopAskView;

  'schedule-show': ScheduleShowView;
  'schedule-body': ScheduleShowView;
  'schedule-edit': ScheduleEditView;
  'schedule-preview': SchedulePreviewView;

  'backup-list': BackupListView;
  'backup-body': BackupListView;
  'backup-table': BackupListView;
  'backup-timeline': BackupTimelineView;
  'backup-row': BackupRowView;
  'backup-terminated': BackupTerminatedView;
  'backup-terminated-table': BackupTerminatedView;
  'backup-request-ask': BackupRequestAskView;
  'backup-detail': BackupDetailView;
  'backup-issues': BackupIssuesView;
  'backup-copy-ask': BackupCopyView;
  'backup-delete-ask': BackupDeleteView;
  'hold-ask': HoldAskView;
  'bin-delete-ask': BinDeleteView;
  'retention-edit': RetentionEditView;
  'retention-preview': RetentionEditView;
  'backup-contents': BackupContentsView;
  'backup-inside': BackupContentsView;
  'backup-objects-list': BackupContentsView;
  'backup-object': BackupObjectView;
  'object-history': ObjectHistoryView;
  'object-issues': ObjectIssuesView;

  'restore-destination': RestoreDestinationView;
  'restore-reading': RestoreReadingView;
  'restore-place': RestorePlaceView;
  'restore-names': RestoreNamesView;
  'restore-options': RestoreOptionsView;
  'restore-plan': RestorePlanView;
  'restore-plan-body': RestorePlanView;
  'restore-group': RestoreGroupView;
  'restore-list': RestoreListView;
  'restore-table': RestoreListView;
  'restore-show': RestoreShowView;
  'restore-body': RestoreShowView;
  'restore-check': RestoreCheckView;
  'restore-stop-ask': RestoreStopAskView;
}
