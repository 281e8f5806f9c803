import type { ListedArchived } from '../../model/listed-archived.ts';
import type { Available } from '../site/available.ts';
import type { ObjectPage } from '../pages/object-page.ts';

/** Reads objects that were archived: no search finds them. @throws as AssetsReader */
export interface ArchiveReader {
  /** All of a schema, in no particular order. */
  archived(schemaId: string, signal?: AbortSignal): Promise<Available<ListedArchived[]>>;
  /** One of them with all values, and whom it names; empty where the site doesn't give it. */
  archivedObject(id: string, signal?: AbortSignal): Promise<ObjectPage>;
}

/** Puts objects away as well. */
export interface ArchiveStore extends ArchiveReader {
  /** May be repeated, and is: one that is archived already may be refused. */
  archiveObject(id: string, signal?: AbortSignal): Promise<Available<true>>;
}
