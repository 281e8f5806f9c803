import type { SimObject } from './model.ts';

/** A file of an object. */
export interface SimAttachment {
  id: number;
  objectId: number;
  author: string;
  mimeType: string;
  filename: string;
  created: number;
  comment: string;
  bytes: Buffer;
}

/** What somebody wrote beside an object, for those of a role or higher. */
export interface SimComment {
  id: number;
  objectId: number;
  author: string;
  created: number;
  role: number;
  comment: string;
}

/** An object that was put away. Searches do not find it. */
export interface ArchivedObject {
  object: SimObject;
  archivedAt: number;
  /** An account id. */
  archivedBy: string;
}

/** What only a Data Center site holds. */
export class DataCenterRecords {
  readonly archived = new Map<number, ArchivedObject>();
  readonly attachments: SimAttachment[] = [];
  readonly comments: SimComment[] = [];
  /** Wrong passwords since the last right one, by user name. */
  readonly wrongLogIns = new Map<string, number>();
}
