import { Refused } from '../../kernel/errors.ts';
import { countPlaces } from './count-places.ts';
import { NameWatch, type ListBounds } from './name-watch.ts';

/** A page of a list, with what the site says about the list. */
export interface ListPage<T> {
  items: T[];
  /** How many entries it holds, if some are not among the items. */
  count?: number | undefined;
  /** Whether it is the last page. */
  last?: boolean | undefined;
  /** The total of all pages. */
  total?: number | undefined;
}

export interface ListReading<T> {
  /** The items' name in a sentence: "groups". */
  what: string;
  /** The page that begins at this place. */
  ask: (startAt: number) => Promise<ListPage<T>>;
  /** The identity of an item: of two with the same one, the later counts. */
  nameOf: (item: T) => string;
  bounds?: ListBounds | undefined;
}

/** The outcome of a list. */
export interface ReadList<T> {
  items: T[];
  /** Whether this is all, by the site's own account. */
  complete: boolean;
  /** Entries that are not among the items: with any of them, the list isn't complete. */
  unreadable: number;
  /** How many the site says it has. */
  total: number | undefined;
}

/**
 * Reads a list of a site to its end. The next page begins where the last one ended, however many
 * were requested: sites give fewer. A page counts as the last one if as many items came as the site
 * counts; otherwise the list ends with a page that brings nothing new, which is requested twice if
 * the site counts more. A list that is refused after its first page is cut short. @throws
 * Unavailable `endless-list` beyond the bounds, and what `ask` throws for the first page
 */
export async function readList<T>(reading: ListReading<T>): Promise<ReadList<T>> {
  const walk = new ListWalk(reading);
  while (walk.hasMore) {
    const asked = reading.ask(walk.startAt);
    const page = walk.startAt === 0 ? await asked : await unlessRefused(asked);
    if (!page) break;
    walk.take(page);
  }
  return walk.read;
}

/** A list as far as it was read, and what the site says about it. */
class ListWalk<T> {
  readonly #nameOf: (item: T) => string;
  readonly #watch: NameWatch;
  readonly #items = new Map<string, T>();
  /** Entries that are not among the items. */
  #others = 0;
  #total: number | undefined;
  #isLast = false;
  #isAskedAgain = false;
  startAt = 0;
  hasMore = true;

  constructor({ what, nameOf, bounds }: ListReading<T>) {
    this.#nameOf = nameOf;
    this.#watch = new NameWatch(what, bounds);
  }

  take({ items, count = items.length, last, total }: ListPage<T>): void {
    const names = items.map(this.#nameOf);
    const others = count - items.length;
    const isNew = this.#isNew(names, others);
    if (total !== undefined) this.#total = Math.max(this.#total ?? 0, total);
    if (!isNew && this.#mayAskAgain()) return;
    for (const item of items) this.#items.set(this.#nameOf(item), item);
    if (isNew) this.#others += others;
    this.startAt += countPlaces(names) + others;
    this.#isLast = last === true || count === 0;
    this.hasMore = isNew && !(this.#isLast && this.#isWhole);
  }

  get read(): ReadList<T> {
    const isWhole = this.#total === undefined ? this.#isLast : this.#isWhole;
    const unreadable = this.#others;
    return {
      items: [...this.#items.values()],
      complete: isWhole && unreadable === 0,
      unreadable,
      total: this.#total,
    };
  }

  /**
   * Entries that can't be read look the same on every page: by themselves, they don't go beyond
   * what the site counts.
   */
  #isNew(names: readonly string[], others: number): boolean {
    return this.#watch.isNew(names) || (others > 0 && !this.#isWhole);
  }

  /** Once, if the site counts more than came: a page in the middle may be empty by mistake. */
  #mayAskAgain(): boolean {
    const isFirstTime = !this.#isAskedAgain;
    const isShort = this.#total !== undefined && !this.#isWhole;
    if (isShort) this.#isAskedAgain = true;
    return isShort && isFirstTime;
  }

  /** As many came as the site counts. */
  get #isWhole(): boolean {
    return this.#total !== undefined && this.#items.size + this.#others >= this.#total;
  }
}

async function unlessRefused<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refused && error.code === 'site-refused') return undefined;
    throw error;
  }
}
