import { backupKind } from './core/backups/backup-kind.ts';
import { partKind } from './core/backups/background/part-kind.ts';
import { copyKind } from './core/backups/copy/copy-kind.ts';
import { deleteBackupKind } from './core/backups/delete/delete-backup.ts';
import { deleteSchemaKind } from './core/backups/delete/delete-schema.ts';
import { verifyKind } from './core/backups/verify/verify-backup.ts';
import { syncKind } from './core/catalog/catalog-sync.ts';
import { restoreCheckKind } from './core/restores/check/restore-check-kind.ts';
import { restorePlanKind } from './core/restores/plan/restore-plan-kind.ts';
import { restoreKind } from './core/restores/restore-kind.ts';
import { RunKinds } from './core/runs/run-kinds.ts';

/**
 * Every kind of run that this service works. A new one is named here, and its handler where
 * handlers are built.
 */
export const RUN_KINDS = [
  syncKind,
  backupKind,
  partKind,
  verifyKind,
  copyKind,
  deleteBackupKind,
  deleteSchemaKind,
  restorePlanKind,
  restoreKind,
  restoreCheckKind,
] as const;

export const runKinds = new RunKinds(RUN_KINDS);
