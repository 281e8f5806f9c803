import type { RecordKind } from './backup-record.ts';

/**
 * What one part of a backup holds. `incomplete`: it could not be read completely; `unavailable`:
 * the site does not give it; `message` says why.
 */
export interface BackupPart {
  name: string;
  status: 'complete' | 'incomplete' | 'unavailable';
  /** Record kind → number of records. */
  counts: Record<RecordKind, number>;
  message?: string | undefined;
}

/** Why a part could not be read completely, in a sentence. */
export interface PartShortfall {
  message: string;
  /** The site does not offer it, which is no fault of the backup. */
  unavailable?: true | undefined;
}

/** By name of part; those that are not in it were read completely. */
export type PartShortfalls = Record<string, PartShortfall>;
