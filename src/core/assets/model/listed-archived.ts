/** An object that was archived, as its site lists it (assets-api: D.2). */
export interface ListedArchived {
  id: string;
  /** Undefined where the site doesn't say. */
  typeId: string | undefined;
  /** In ISO 8601; empty where the site doesn't say. */
  updated: string;
  archivedAt: string;
  archivedBy: { id: string; name: string };
}

/** The archived objects of a schema. */
export interface ArchivedList {
  objects: ListedArchived[];
  /** What the list lacks, in a sentence; undefined where it is whole. */
  shortfall?: string | undefined;
}
