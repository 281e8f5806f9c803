import { compareObjectIds, highestId } from '../model/compare-object-ids.ts';
import { countPlaces } from './count-places.ts';
import type { PageStart } from '../ports/pages/page-start.ts';

export interface WalkRequest {
  start: PageStart;
  limit: number;
}

/** Requests one page after the other until one brings nothing new. */
export class SerialWalk {
  #start: PageStart;
  #limit: number;
  #isWaiting = true;

  constructor({ start, limit }: WalkRequest) {
    this.#start = start;
    this.#limit = limit;
  }

  /** The next page to request; `null` at the end and while one is outstanding. */
  next(): WalkRequest | null {
    if (!this.#isWaiting) return null;
    this.#isWaiting = false;
    return { start: this.#start, limit: this.#limit };
  }

  /** `ids`: all that the page holds. */
  arrived(ids: readonly string[], isNew: boolean): void {
    const next = startAfter(this.#start, ids);
    this.#isWaiting = isNew && next !== undefined;
    this.#start = next ?? this.#start;
  }

  /** The page is requested again with half as many objects. */
  halve(): void {
    this.#isWaiting = true;
    this.#limit = Math.ceil(this.#limit / 2);
  }
}

/** Where the page after these ids begins; undefined where it would be the same page. */
export function startAfter(start: PageStart, ids: readonly string[]): PageStart | undefined {
  if (ids.length === 0) return undefined;
  if ('offset' in start) return { offset: start.offset + countPlaces(ids) };
  const highest = highestId(ids);
  return compareObjectIds(highest, start.afterId) > 0 ? { afterId: highest } : undefined;
}
