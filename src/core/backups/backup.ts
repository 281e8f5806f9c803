import type { Hold } from '../catalog/hold.ts';
import type { CatalogId, RunId, TenantId } from '../kernel/ids.ts';
import type { Person } from '../kernel/person.ts';
import type { RecordChanges } from '../storages/records/backup-reader.ts';
import type { HeldPart } from './held-part.ts';

/** The result of the last Verify. */
export interface Verified {
  at: Date;
  ok: boolean;
  /** Names of what is damaged (the first 200). */
  damage: string[];
}

/** An object that could not be saved, with the reason. */
export interface UnsavedObject {
  /** Its id, or its key if it has no id; empty if it has neither. */
  id: string;
  reason: string;
}

/** A value of an object in the backup, and what is odd about it. */
export interface NotedValue {
  /** Of its object. */
  id: string;
  /** The name of its attribute, or its id; empty where the attribute is unknown. */
  attribute: string;
  reason: string;
}

/** An object that had changed although its update time had not. */
export interface SilentObject {
  id: string;
  label: string;
}

/** How the objects of a backup were read, and what a later backup needs to know to lean on them. */
export interface ObjectsRead {
  /** Of the projection: see `PROJECTION_VERSION`. */
  projection: number;
  from: Date;
  to: Date;
  /** The latest update time of any object, as the site gives it; undefined where unknown. */
  newest?: Date | undefined;
  /** Whether definitions changed while the objects were read. */
  isUnsteady: boolean;
  /** How many backups in a row, including this one, took objects over; 0: all objects were read. */
  row: number;
  /** How many of the next backups must read everything because update times cannot be trusted. */
  nextWhole: number;
  /**
   * If objects were taken over: from which backup, how many, and how many of them were compared.
   */
  takenOver?: { from: RunId; at: Date; objects: number; compared: number } | undefined;
  /** Objects that had changed without a new update time (the first 1,000), and how many in all. */
  silent: SilentObject[];
  silentCount: number;
}

/** What was found damaged without a Verify: by a later backup, or in the background. */
export interface Damage {
  foundAt: Date;
  /** By name (the first 200). */
  found: string[];
}

/**
 * A complete backup of one schema: everything about it except its content, which is in its storage.
 * Sizes are in bytes.
 */
export interface Backup {
  /** The id of the run that took it; names everything that the storage holds of it. */
  id: RunId;
  tenantId: TenantId;
  catalogId: CatalogId;
  site: { siteUrl: string; workspaceId: string; accountId: string };
  /** As it was at the time. */
  schema: { id: string; name: string; key: string };
  trigger: 'manual' | 'scheduled';
  requestedBy: Person;
  /** The sequence of its run. Lists are ordered by it, or by `createdAt` where there is none. */
  sequence?: number | undefined;
  /** When it was requested. */
  createdAt: Date;
  startedAt?: Date | undefined;
  completedAt: Date;
  formatVersion: number;
  storageId: string;
  /** The backup it leans on for unchanged records. */
  baseId?: RunId | undefined;
  parts: HeldPart[];
  /**
   * How its objects differ from those of the base it had when it was taken; undefined if it had
   * none.
   */
  changes?: RecordChanges | undefined;
  /** Absent in backups of earlier versions, and in those that were found in a storage. */
  objectsRead?: ObjectsRead | undefined;
  /** Of all records before compression. */
  contentBytes: number;
  /** What this backup added to the storage. */
  storedBytes: number;
  rootHash: string;
  /** Objects that could not be saved (the first 1,000), and how many in all. */
  unsaved: UnsavedObject[];
  unsavedCount: number;
  /** Values that are kept as the site sent them (the first 1,000), and how many in all. */
  kept: NotedValue[];
  keptCount: number;
  /** Values that could not be saved (the first 1,000), and how many in all. */
  lost: NotedValue[];
  lostCount: number;
  /** Objects that were still changing when the backup ended (the first 1,000). */
  moving: { id: string; label: string }[];
  movingCount: number;
  /** The administrator's description. */
  description: string;
  /** Runs that are using it: it is not deleted before they have ended. */
  pins: RunId[];
  verified?: Verified | undefined;
  /** Cleared when Verify finds it sound. */
  damage?: Damage | undefined;
  /** Its deletion was requested: it is not listed, and nothing new leans on it. */
  deleteRequested: boolean;
  /** The run that has claimed it to delete it: until that has ended, no other does. */
  deletedBy?: RunId | undefined;
  /** Its deletion was requested and failed: it is listed again. */
  undeleted?: { at: Date; why: string } | undefined;
  /** Retention skips it until the hold is lifted. */
  hold?: Hold | undefined;
  /** Set if it is a copy: of which backup, and from which storage. */
  copied?: Copied | undefined;
  /** It is in the bin: it is not listed, nothing new leans on it, and it can be taken out again. */
  binned?: Binned | undefined;
}

/** How a copy of a backup came about. */
interface Copied {
  /** The backup that was read. */
  of: RunId;
  /** The original: the backup that was taken, and of which all these are copies. */
  original: RunId;
  /** The storage it was read from. */
  from: string;
  at: Date;
  by: Person;
  /** The run that made it. */
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

/** Whether a part that is read with the backup could not be read completely. */
export const isIncomplete = ({ parts }: Pick<Backup, 'parts'>): boolean =>
  parts.some(({ status, run }) => status === 'incomplete' && run === undefined);

/** Whether its last Verify found no damage, and none was found since. */
export const isVerified = ({ verified, damage }: Pick<Backup, 'verified' | 'damage'>): boolean =>
  verified?.ok === true && damage === undefined;
