import { ObjectWatch } from '../paging/object-watch.ts';
import { PagePlan, type PageRequest } from '../paging/page-plan.ts';
import { highestOf, SerialWalk, type WalkRequest } from '../paging/serial-walk.ts';
import type { ObjectPage } from '../ports/object-page.ts';
import type { PageStart } from '../ports/page-start.ts';
import { idsOf, type Unreceived } from './receive-page.ts';

export interface WalkOptions {
  /** How many objects the type has, as the site counts them. */
  expected: number;
  /** Where an earlier attempt got to. */
  from?: number | undefined;
  /** Whether the site can page by key; pages by offset are then in the order of ids. */
  keyset: boolean;
  pageSize: number;
}

/**
 * The pages of one type: by offset, many side by side. What the site does not give by offset,
 * though it counts it, comes after that, page by page until one brings nothing new.
 */
export class TypeWalk {
  readonly watch: ObjectWatch;
  readonly #options: WalkOptions;
  readonly #plan: PagePlan;
  /** Pages by offset that are on their way. */
  #open = 0;
  /** Where a page by offset ended → the highest id in it; only from the contiguous mark on. */
  readonly #highest = new Map<number, number>();
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

  /** The next page to ask for, or `null` when none can be asked for before one arrives. */
  next(): WalkRequest | null {
    if (this.#rest) return this.#rest.next();
    const request = this.#plan.next();
    if (request) {
      this.#open += 1;
      return { start: { offset: request.offset }, limit: request.limit };
    }
    if (this.#open > 0 || !this.#plan.isShort) return null;
    this.#rest = new SerialWalk({ start: this.#startOfRest(), limit: this.#options.pageSize });
    return this.#rest.next();
  }

  arrived({ start, limit }: WalkRequest, page: ObjectPage): void {
    const ids = idsOf(page);
    const isNew = this.watch.isNew(ids);
    if (this.#rest) this.#rest.arrived(ids, isNew);
    else if ('offset' in start) this.#arrivedByOffset({ ...start, limit }, page.last, ids, isNew);
  }

  /** A page that cannot be had as it was asked for. */
  failed({ start, limit }: WalkRequest, why: Unreceived): void {
    if (this.#rest) {
      if (why === 'too large') this.#rest.halve();
    } else if ('offset' in start) {
      this.#open -= 1;
      if (why === 'refused') this.#plan.ended();
      else this.#plan.halve({ ...start, limit });
    }
  }

  #arrivedByOffset(request: PageRequest, last: boolean, ids: string[], isNew: boolean): void {
    this.#open -= 1;
    if (!isNew) {
      this.#plan.ended();
      return;
    }
    this.#highest.set(request.offset + ids.length, highestOf(ids));
    this.#plan.arrived(request, { count: ids.length, last });
    for (const end of this.#highest.keys())
      if (end < this.#plan.contiguous) this.#highest.delete(end);
  }

  #startOfRest(): PageStart {
    if (!this.#options.keyset) return { offset: this.#plan.contiguous };
    return { afterId: String(this.#highest.get(this.#plan.contiguous) ?? 0) };
  }
}
