import type { MediaContent } from '../../media/media-content.ts';

/** A file of an object, whose bytes the media service has. */
export interface SimFile {
  id: number;
  objectId: number;
  mediaId: string;
  /** An account id. */
  author: string;
  at: number;
  mimeType: string;
  filename: string;
  comment: string;
  content: MediaContent;
}

/** The files of objects. Ids of attachments are their own. */
export class SiteAttachments {
  readonly #byObject = new Map<number, SimFile[]>();
  #nextId = 1;

  /** The oldest first. */
  of(objectId: number): readonly SimFile[] {
    return this.#byObject.get(objectId) ?? [];
  }

  /** `mediaId`: where the media service has it already. */
  add(file: Omit<SimFile, 'id' | 'mediaId'> & { mediaId?: string }): SimFile {
    const id = this.#nextId++;
    const mediaId = `5ca1ab1e-0000-4000-8000-${String(id).padStart(12, '0')}`;
    const added = { mediaId, ...file, id };
    this.#byObject.set(file.objectId, [...this.of(file.objectId), added]);
    return added;
  }

  withId(id: number): SimFile | undefined {
    return [...this.#byObject.values()].flat().find((file) => file.id === id);
  }

  remove(id: number): boolean {
    for (const [objectId, files] of this.#byObject) {
      const left = files.filter((file) => file.id !== id);
      if (left.length === files.length) continue;
      this.#byObject.set(objectId, left);
      return true;
    }
    return false;
  }

  /** The content that the media service has of one object's files. */
  contentOf(objectId: number, mediaId: string): MediaContent | undefined {
    return this.of(objectId).find((file) => file.mediaId === mediaId)?.content;
  }
}
