import { findDoubles } from '../../../kernel/collections/find-doubles.ts';
import { SeenObjects } from '../../../assets/reading/seen-objects.ts';

/** An object that was read under several types: it was moved meanwhile. */
export interface MovedObject {
  id: string;
  /** In the order in which they were met first. */
  typeIds: string[];
}

/**
 * Under which types objects were read, and as of which update. IDs are unique in a schema, so in
 * the end each object is under one type.
 */
export class ObjectPlaces {
  readonly #seen = new Map<string, SeenObjects>();

  of(typeId: string): SeenObjects {
    const seen = this.#seen.get(typeId) ?? new SeenObjects();
    this.#seen.set(typeId, seen);
    return seen;
  }

  get typeIds(): string[] {
    return [...this.#seen.keys()];
  }

  /** The number of objects; one that was read under two types counts twice. */
  get size(): number {
    let size = 0;
    for (const seen of this.#seen.values()) size += seen.size;
    return size;
  }

  /** The latest update time up to `limit`, both in ms; undefined where there is none. */
  newest(limit: number): number | undefined {
    let newest = -Infinity;
    for (const seen of this.#seen.values())
      for (const updated of seen.updates)
        if (updated > newest && updated <= limit) newest = updated;
    return newest === -Infinity ? undefined : newest;
  }

  /**
   * The objects that were read under more than one type. `pause` is called between shares of the
   * work.
   */
  async moved(pause: () => Promise<void>): Promise<MovedObject[]> {
    const lists = [...this.#seen.values()].map(({ ids }) => ids);
    const doubles = await findDoubles(lists, pause);
    return [...doubles].map((id) => ({
      id: String(id),
      typeIds: [...this.#seen].filter(([, seen]) => seen.has(id)).map(([typeId]) => typeId),
    }));
  }
}
