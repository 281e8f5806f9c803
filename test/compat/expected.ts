/** What a fixture's expectations hold. */

/** A row of a table: its cells by the title of their column, and every date in it. */
export interface ShownRow {
  /** Of the schema, backup or restore; empty where the page names none. */
  id: string;
  cells: Record<string, string>;
  dates: string[];
}

export interface ShownSchema {
  backups: ShownRow[];
  terminated: ShownRow[];
  restores: ShownRow[];
  /** The whole text of the schedule's page, and its slots. */
  schedule: string;
  slots: ShownRow[];
}

export interface ShownRestore {
  /** The whole text of its page, the check of its result included. */
  text: string;
  /** Name → figure. */
  sums: Record<string, string>;
  /** Lines of the report, by source id. */
  report: ReportLine[];
}

export interface ReportLine {
  sourceId: string;
  outcome: string;
  targetId?: string;
  leftOut?: { attribute: string; value: string; reason: string }[];
}

/** One object, as the contents of a backup show it. */
export interface ShownObject {
  path: string;
  /** Attribute → its values. */
  values: Record<string, string[]>;
}

export interface ShownTenant {
  site: string;
  home: string;
  grid: ShownRow[];
  /** By name. */
  schemas: Record<string, ShownSchema>;
  /** Backup → the text of its details. */
  details: Record<string, string>;
  /** Backup → one object of every type that has any. */
  objects: Record<string, ShownObject[]>;
  restores: Record<string, ShownRestore>;
  targets: ShownRow[];
}

export interface StoredBackup {
  id: string;
  tenantId: string;
  schemaName: string;
  trigger: string;
  queuedAt: string;
  endedAt: string;
  objects: number;
  contentBytes: number;
  storedBytes: number;
  rootHash: string;
  baseId?: string;
  description?: string;
  verified?: { ok: boolean };
  deleteRequested?: boolean;
  pins?: string[];
}

export interface StoredRun {
  id: string;
  tenantId: string;
  kind: string;
  state: string;
  fence: number;
  cancelRequested: boolean;
  hasCheckpoint: boolean;
  /** Packs of this run in the storage that its checkpoint does not name. */
  packsBeyondCheckpoint: number;
}

export interface StoredFacts {
  counts: Record<'service' | 'storage', Record<string, number>>;
  tenants: { id: string; siteUrl: string; state: string; connection: string }[];
  backups: StoredBackup[];
  /** Runs that have not ended. */
  open: StoredRun[];
}

export interface Expected {
  tenants: ShownTenant[];
  /**
   * Pages of a site whose connection was deleted: its home without one, before it was connected
   * again for `tenants`.
   */
  disconnectedHome?: string;
  documents: StoredFacts;
}
