import { isListed, type BackupOutline } from '../../backups/backup-outline.ts';
import {
  planRetention,
  type KeptFor,
  type RetainedBackup,
} from '../../backups/retention/plan-retention.ts';
import { SERVICE_RULES, type RetentionRules } from '../../backups/retention/retention-rules.ts';
import type { RunId } from '../../kernel/ids.ts';
import { SERVICE_STORAGE } from '../../storages/storage.ts';
import type { RetentionInput } from './retention-input.ts';

/** What the rules of a schema make of its backups, over all storages. */
export interface SchemaPlan {
  kept: ReadonlyMap<RunId, KeptFor[]>;
  removed: RetainedBackup[];
  freedBytes: number;
  total: number;
  asksFirst: boolean;
}

/** By what a schema's backups are kept. */
interface SchemaRules {
  /** The rules of the schema, saved or wanted. */
  own: Partial<RetentionInput> | undefined;
  /** The rules of schemas without any of their own. */
  standard: Partial<RetentionInput> | undefined;
  /** Whether all of its backups are on hold. */
  isHeld: boolean;
  nowMs: number;
}

/** Those in the bin were removed already, and don't count. Pure. */
export function planSchema(
  backups: readonly BackupOutline[],
  { own, standard, isHeld, nowMs }: SchemaRules,
): SchemaPlan {
  const rules = own?.rules ?? standard?.rules;
  const timeZone = ((own?.rules ?? own?.scheduled) ? own : standard)?.timeZone ?? 'UTC';
  const listed = backups.filter(isListed);
  const byStorage = Map.groupBy(listed, ({ storageId }) => storageId);
  const plans = [...byStorage].map(([storageId, stored]) =>
    planRetention(
      stored.map((backup) => toRetained(backup, isHeld)),
      { rules: rules ?? defaultOf(storageId), scheduled: own?.scheduled, nowMs, timeZone },
    ),
  );
  return {
    kept: new Map(plans.flatMap(({ kept }) => [...kept])),
    removed: plans.flatMap(({ removed }) => removed),
    freedBytes: plans.reduce((sum, { freedBytes }) => sum + freedBytes, 0),
    total: listed.length,
    asksFirst: plans.some(({ asksFirst }) => asksFirst),
  };
}

const toRetained = (backup: BackupOutline, isHeld: boolean): RetainedBackup => ({
  id: backup.id,
  at: backup.completedAt.getTime(),
  sequence: backup.sequence,
  isPinned: backup.isPinned,
  isHeld: isHeld || backup.hold !== undefined,
  isDamaged: backup.isDamaged,
  isScheduled: backup.trigger === 'scheduled',
  storedBytes: backup.storedBytes,
});

const defaultOf = (storageId: string): RetentionRules | undefined =>
  storageId === SERVICE_STORAGE.id ? SERVICE_RULES : undefined;
