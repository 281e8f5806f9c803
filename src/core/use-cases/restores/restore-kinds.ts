import type { RunKind } from '../../runs/run-kind.ts';
import { restoreCheckKind } from '../../restores/check/restore-check-kind.ts';
import { restorePlanKind } from '../../restores/plan/restore-plan-kind.ts';
import { restoreKind } from '../../restores/restore-kind.ts';

/** A restore, the making of its plan and its check: all of them read the backup. */
export const RESTORE_KINDS: readonly RunKind[] = [restoreKind, restorePlanKind, restoreCheckKind];
