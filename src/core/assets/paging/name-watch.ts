import { counted } from '../../kernel/counted.ts';
import { endlessList } from './endless-list.ts';

/** How much a list may bring before it counts as endless. */
export interface ListBounds {
  pages: number;
  names: number;
  /** Of all names together. */
  characters: number;
}

/** More than a site has of anything but objects. */
const LIST_BOUNDS: ListBounds = { pages: 2_000, names: 100_000, characters: 16 << 20 };

/**
 * Watches a list whose end the site decides: each page must bring something new, and the whole is
 * bounded.
 */
export class NameWatch {
  readonly #what: string;
  readonly #bounds: ListBounds;
  readonly #names = new Set<string>();
  #pages = 0;
  #characters = 0;

  /** `what` is the items' name in a sentence: "groups". */
  constructor(what: string, bounds: ListBounds = LIST_BOUNDS) {
    this.#what = what;
    this.#bounds = bounds;
  }

  /** Whether a page brings a name that hadn't come before. @throws Unavailable `endless-list` */
  isNew(names: readonly string[]): boolean {
    const before = this.#names.size;
    for (const name of names) {
      if (this.#names.has(name)) continue;
      this.#names.add(name);
      this.#characters += name.length;
    }
    this.#pages += 1;
    this.#assertBounded();
    return this.#names.size > before;
  }

  #assertBounded(): void {
    const { pages, names, characters } = this.#bounds;
    if (this.#pages > pages) throw endlessList(this.#what, counted(pages, 'page'));
    if (this.#names.size > names || this.#characters > characters)
      throw endlessList(this.#what, `${this.#names.size} names`);
  }
}
