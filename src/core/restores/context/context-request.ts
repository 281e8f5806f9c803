import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import type { Pace } from '../../assets/reading/pace.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';
import type { RunId, TenantId } from '../../kernel/ids.ts';
import type { ProgressMeter } from '../../runs/progress-meter.ts';
import type { RestoreStore } from '../report/restore-line.ts';
import type { RestoreInput } from '../restore-input.ts';

/** Which restore, and what it reads through. */
export interface ContextRequest {
  tenantId: TenantId;
  /** The restore whose own objects are recognized. */
  runId: RunId;
  input: RestoreInput;
  reader: BackupReader;
  /** Objects of the backup that are to be archived in the end. */
  archived?: ReadonlySet<string> | undefined;
  /** Archived objects of the destination that stand for some of the backup, by the backup's ids. */
  inArchive?: ReadonlyMap<string, string> | undefined;
  target: AssetsDestination;
  restores: RestoreStore;
  meter: ProgressMeter;
  pace: Pace;
  /** What an interrupted attempt at the restore may have made. */
  interrupted?: InterruptedAttempt | undefined;
}

export interface InterruptedAttempt {
  /** The new schema. */
  schemaId: string | undefined;
  /** Objects of the backup that may be there though nobody knows. */
  unsettledIds: ReadonlySet<string>;
  /** The highest object id that the restore did not make. */
  baseline: string;
}
