import type { Hold } from '../catalog/hold.ts';
import type { CatalogId, RunId, TenantId } from '../kernel/ids.ts';
import type { Person } from '../kernel/person.ts';
import type { RecordChanges } from '../storages/backup-reader.ts';
import type { HeldPart } from './held-part.ts';

/** Outcome of the last Verify. */
export interface Verified {
  at: Date;
  ok: boolean;
  /** What is damaged, by name (the first 200). */
  damage: string[];
}

/** An object that could not be saved, with the reason. */
export interface UnsavedObject {
  /** Its key where it has no id; empty where it has neither. */
  id: string;
  reason: string;
}

/** A value of an object of the backup, and what is odd about it. */
export interface NotedValue {
  /** Of its object. */
  id: string;
  /** The name of its attribute, or its id; empty where the attribute is unknown. */
  attribute: string;
  reason: string;
}

/** An object that had changed though its update time had not. */
export interface SilentObject {
  id: string;
  label: string;
}

/** How the objects of a backup were read, and what a later one needs to know to lean on them. */
export interface ObjectsRead {
  /** Of the projection: see `PROJECTION_VERSION`. */
  projection: number;
  from: Date;
  to: Date;
  /** The latest update time of an object, as the site says it; undefined where it is not known. */
  newest?: Date | undefined;
  /** Definitions changed while the objects were read. */
  isUnsteady: boolean;
  /** How many backups in a row took objects over, this one among them; 0: all were read. */
  row: number;
  /** How many of the next backups read everything, because update times are not to be trusted. */
  nextWhole: number;
  /** Where objects were taken over: from which backup, how many, and how many were compared. */
  takenOver?: { from: RunId; at: Date; objects: number; compared: number } | undefined;
  /** Objects that had changed without a new update time (the first 1,000), and how many in all. */
  silent: SilentObject[];
  silentCount: number;
}

/** What of a backup was found damaged without a Verify: by a later backup, or in the background. */
export interface Damage {
  foundAt: Date;
  /** By name (the first 200). */
  found: string[];
}

/**
 * A complete backup of one schema: everything about it but its content, which is in its storage.
 * Sizes are in bytes.
 */
export interface Backup {
  /** That of the run that took it: what the storage holds of it is named by it. */
  id: RunId;
  tenantId: TenantId;
  catalogId: CatalogId;
  site: { siteUrl: string; workspaceId: string; accountId: string };
  /** As it was then. */
  schema: { id: string; name: string; key: string };
  trigger: 'manual' | 'scheduled';
  requestedBy: Person;
  /** That of its run: lists are ordered by it, and where there is none, by `createdAt`. */
  sequence?: number | undefined;
  /** When it was asked for. */
  createdAt: Date;
  startedAt?: Date | undefined;
  completedAt: Date;
  formatVersion: number;
  storageId: string;
  /** The backup it leans on for records that had not changed. */
  baseId?: RunId | undefined;
  parts: HeldPart[];
  /**
   * How its objects differ from those of the backup before it that it leaned on when it was taken;
   * undefined where there was none.
   */
  changes?: RecordChanges | undefined;
  /** Missing in backups of earlier versions, and in those that were found in a storage. */
  objectsRead?: ObjectsRead | undefined;
  /** Of all records before compression. */
  contentBytes: number;
  /** What this backup added to the storage. */
  storedBytes: number;
  rootHash: string;
  /** Objects that could not be saved (the first 1,000), and how many in all. */
  unsaved: UnsavedObject[];
  unsavedCount: number;
  /** Values that are kept as they came (the first 1,000), and how many in all. */
  kept: NotedValue[];
  keptCount: number;
  /** Values that could not be saved (the first 1,000), and how many in all. */
  lost: NotedValue[];
  lostCount: number;
  /** Objects that still changed when the backup ended (the first 1,000). */
  moving: { id: string; label: string }[];
  movingCount: number;
  /** The administrator's own words. */
  description: string;
  /** Runs that lean on it right now: it is not deleted before they have ended. */
  pins: RunId[];
  verified?: Verified | undefined;
  /** Until it is verified as sound. */
  damage?: Damage | undefined;
  /** Its deletion was asked for: it is not listed, and nothing new leans on it. */
  deleteRequested: boolean;
  /** Its deletion was asked for and could not be carried out: it is listed again. */
  undeleted?: { at: Date; why: string } | undefined;
  /** Retention passes it by until that is lifted. */
  hold?: Hold | undefined;
  /** It was not taken but copied: of which backup, and from which storage. */
  copied?: Copied | undefined;
  /** It is in the bin: not listed, nothing new leans on it, and it can be taken out again. */
  binned?: Binned | undefined;
}

/** How a copy of a backup came about. */
interface Copied {
  /** The backup that was read. */
  of: RunId;
  /** The one that was taken: that of which all its copies are. */
  original: RunId;
  /** The storage that it was read from. */
  from: string;
  at: Date;
  by: Person;
  /** That made it. */
  run: RunId;
}

/** Who or what put a backup into the bin. */
export interface Binned {
  at: Date;
  by: Person;
  why: string;
}

/** How many records of a kind it holds. */
export const countRecords = ({ parts }: Pick<Backup, 'parts'>, kind: string): number =>
  parts.reduce((sum, { counts }) => sum + (counts[kind] ?? 0), 0);

/** Whether a part could not be read completely, of those that were read with it. */
export const isIncomplete = ({ parts }: Pick<Backup, 'parts'>): boolean =>
  parts.some(({ status, run }) => status === 'incomplete' && run === undefined);
