import type { RunId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/person.ts';
import type { BackupPart } from './backup-part.ts';
import type { RecordKind } from './backup-record.ts';

/** Facts frozen in the sealed header of a backup. */
export interface BackupHeader {
  tenantId: string;
  backupId: string;
  formatVersion: number;
  createdAt: string;
  site: {
    siteUrl: string;
    workspaceId: string;
    schemaId: string;
    schemaName: string;
    schemaKey: string;
  };
  /**
   * For all parts together: record kind → number of records, including kinds that this version does
   * not know.
   */
  counts: Record<RecordKind, number>;
  /** What each part holds. */
  parts: BackupPart[];
  contentBytes: number;
  baseId?: string | undefined;
  /** Missing in headers of earlier versions. */
  trigger?: 'manual' | 'scheduled' | undefined;
  requestedBy?: Person | undefined;
  /** Of a copy: the id of the backup that was taken, of which it is one. */
  copyOf?: string | undefined;
}

/**
 * A backup that counts: among those the storage holds under its id, the one with this root hash. A
 * storage may hold another one if the service database was restored from an older copy.
 */
export interface BackupRef {
  id: RunId;
  rootHash: string;
}

/** A backup as described by the storage alone, or why it can't be described. */
export type FoundBackup =
  | { id: RunId; header: BackupHeader; rootHash: string; storedBytes: number }
  | {
      id: RunId;
      header?: undefined;
      /** In a sentence. */
      why: string;
      /** It is of a format that this version cannot read. */
      isNewer: boolean;
    };

/** Some of the backups of a storage, in the order of their ids. */
export interface FoundBackups {
  backups: FoundBackup[];
  /** Behind this id the others begin; undefined where there are no others. */
  next: RunId | undefined;
}

export type HeaderFacts = Pick<
  BackupHeader,
  'tenantId' | 'backupId' | 'createdAt' | 'site' | 'trigger' | 'requestedBy' | 'copyOf'
>;
