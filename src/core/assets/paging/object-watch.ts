import { counted } from '../../kernel/counted.ts';
import { createHash } from 'node:crypto';
import { countPlaces } from './count-places.ts';
import { endlessList } from './endless-list.ts';

/** How many more objects than a site counts may come before it is asked to count again. */
const SLACK = 10_000;
/** No site has this many objects, whatever it counts. */
const MAX_OBJECTS = 20_000_000;
const OBJECT_ID = /^\d+$/;

/**
 * Watches a list of possibly millions of objects: it keeps a hash of each page, not its ids. A list
 * may be a little more than twice as long as the site counts.
 */
export class ObjectWatch {
  readonly #pages = new Set<string>();
  #objects = 0;
  #bound: number;

  /** `counted`: how many objects the site says it has. */
  constructor(counted: number) {
    this.#bound = boundOf(counted);
  }

  get objects(): number {
    return this.#objects;
  }

  /**
   * Whether this page has not come before; ids may be in any order. A page with an object without
   * an id cannot be recognized and counts as new.
   */
  isNew(ids: readonly string[]): boolean {
    if (!ids.every((id) => OBJECT_ID.test(id))) {
      this.#objects += countPlaces(ids);
      return true;
    }
    if (ids.length === 0) return false;
    const page = createHash('sha256').update(ids.toSorted().join()).digest('base64');
    const isNew = !this.#pages.has(page);
    this.#pages.add(page);
    this.#objects += countPlaces(ids);
    return isNew;
  }

  /** More objects came than the site's count explains: ask it to count again. */
  get isOverBound(): boolean {
    return this.#objects > this.#bound;
  }

  /** What the site counts now. @throws Unavailable `endless-list` when more came anyway */
  recount(siteCount: number): void {
    this.#bound = boundOf(siteCount);
    if (this.isOverBound)
      throw endlessList(
        'objects',
        `${counted(this.#objects, 'object')} of a type of which it counts ${siteCount}`,
      );
  }
}

const boundOf = (counted: number): number => Math.min(2 * counted + SLACK, MAX_OBJECTS);
