import type { SimComment } from '../records/model.ts';

/** What people wrote below objects. Ids of comments are their own. */
export class SiteComments {
  readonly #byObject = new Map<number, SimComment[]>();
  #nextId = 1;

  /** The oldest first. */
  of(objectId: number): readonly SimComment[] {
    return this.#byObject.get(objectId) ?? [];
  }

  add(objectId: number, comment: Omit<SimComment, 'id'>): SimComment {
    const added = { id: this.#nextId++, ...comment };
    this.#byObject.set(objectId, [...this.of(objectId), added]);
    return added;
  }
}
