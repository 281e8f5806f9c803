/** An object that was archived, as its site lists it (assets-api: D.2). */
export interface ListedArchived {
  id: string;
  typeId: string;
  /** In ISO 8601; empty where the site doesn't say. */
  updated: string;
  archivedAt: string;
  archivedBy: { id: string; name: string };
}
