import type { ArchivedList } from '../../model/listed-archived.ts';
import type { Available } from '../site/available.ts';
import type { ObjectPage } from '../pages/object-page.ts';

/** Reads archived objects, which no search finds. @throws as AssetsReader */
export interface ArchiveReader {
  /** All archived objects of a schema, in no particular order. */
  archived(schemaId: string, signal?: AbortSignal): Promise<Available<ArchivedList>>;
  /**
   * One archived object with all its values and the people it names; empty where the site doesn't
   * give it. @throws Unanswered
   */
  archivedObject(id: string, signal?: AbortSignal): Promise<ObjectPage>;
}

/** Archives objects as well. */
export interface ArchiveStore extends ArchiveReader {
  /** Is repeated after lost answers: an object that is already archived may be refused. */
  archiveObject(id: string, signal?: AbortSignal): Promise<Available<true>>;
}
