import { countPlaces } from './count-places.ts';
import { ObjectWatch } from './object-watch.ts';
import { PagePlan, type PageRequest } from './page-plan.ts';
import { highestId } from '../model/compare-object-ids.ts';
import { SerialWalk, type WalkRequest } from './serial-walk.ts';
import type { ObjectPage } from '../ports/pages/object-page.ts';
import { idsOf, type Unreceived } from './receive-page.ts';

export interface WalkOptions {
  /** How many objects the type has, as the site counts them. */
  expected: number;
  /** How far an earlier attempt got. */
  from?: number | undefined;
  /** Whether the site can page by key; pages by offset are then in the order of ids. */
  keyset: boolean;
  pageSize: number;
}

/**
 * Walks the pages of one type: by offset, many side by side. What the site counts but didn't give
 * is requested once more; what it doesn't give by offset comes by key, if the site can, page by
 * page until one brings nothing new.
 */
export class TypeWalk {
  readonly watch: ObjectWatch;
  readonly #options: WalkOptions;
  readonly #plan: PagePlan;
  /** Outstanding pages by offset. */
  #open = 0;
  /** Where a page by offset ended → the highest id in it; only from the contiguous mark on. */
  readonly #highest = new Map<number, string>();
  #isAskedAgain = false;
  #rest: SerialWalk | undefined;

  constructor(options: WalkOptions) {
    const { expected, from, pageSize } = options;
    this.watch = new ObjectWatch(expected);
    this.#options = options;
    this.#plan = new PagePlan({ limit: pageSize, expected, from });
  }

  /** Everything below this offset has been read. */
  get contiguous(): number {
    return this.#plan.contiguous;
  }

  /** The next page to request, or `null` if one has to arrive first. */
  next(): WalkRequest | null {
    if (this.#rest) return this.#rest.next();
    const request = this.#plan.next() ?? this.#nextAgain();
    if (request) {
      this.#open += 1;
      return { start: { offset: request.offset }, limit: request.limit };
    }
    const isDone = this.#open > 0 || !this.#plan.isShort || !this.#options.keyset;
    if (isDone) return null;
    const afterId = this.#highest.get(this.#plan.contiguous) ?? '0';
    this.#rest = new SerialWalk({ start: { afterId }, limit: this.#options.pageSize });
    return this.#rest.next();
  }

  arrived({ start, limit }: WalkRequest, page: ObjectPage): void {
    const ids = idsOf(page);
    const isNew = this.watch.isNew(ids);
    if (this.#rest) this.#rest.arrived(ids, isNew);
    else if ('offset' in start) this.#arrivedByOffset({ ...start, limit }, page.last, ids, isNew);
  }

  /**
   * A page that cannot be obtained as requested: it is requested in halves. One object alone is
   * left out. By key, what follows it is left out as well, because its id isn't known.
   */
  failed({ start, limit }: WalkRequest, why: Unreceived): void {
    if (this.#rest) {
      if (why !== 'refused' && limit > 1) this.#rest.halve();
    } else if ('offset' in start) {
      this.#open -= 1;
      if (why === 'refused') this.#plan.ended();
      else if (limit > 1) this.#plan.halve({ ...start, limit });
      else this.#plan.arrived({ ...start, limit }, { count: 1, last: false });
    }
  }

  #arrivedByOffset(request: PageRequest, last: boolean, ids: string[], isNew: boolean): void {
    this.#open -= 1;
    if (!isNew) {
      this.#plan.ended();
      return;
    }
    const count = countPlaces(ids);
    this.#highest.set(request.offset + count, highestId(ids));
    this.#plan.arrived(request, { count, last });
    for (const end of this.#highest.keys())
      if (end < this.#plan.contiguous) this.#highest.delete(end);
  }

  /** Once, where fewer came than the site counts. */
  #nextAgain(): PageRequest | null {
    if (this.#isAskedAgain || this.#open > 0 || !this.#plan.isShort) return null;
    this.#isAskedAgain = true;
    this.#plan.askAgain();
    return this.#plan.next();
  }
}
