import type { SimObject } from './model.ts';

/** An object that was archived. Searches do not find it. */
export interface ArchivedObject {
  object: SimObject;
  archivedAt: number;
  /** An account id. */
  archivedBy: string;
}

/** What only a Data Center site holds. */
export class DataCenterRecords {
  readonly archived = new Map<number, ArchivedObject>();
  /** Versions of Jira's projects, by id. */
  readonly versions = new Map<string, { name: string; projectKey: string }>();
  /** Wrong passwords since the last right one, by user name. */
  readonly wrongLogIns = new Map<string, number>();
}
