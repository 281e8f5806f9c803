/** How many objects are listed by name in the facts of a backup; all are counted. */
const MAX_LISTED = 1000;

/** A list that counts everything and keeps the first thousand. */
export class NotedList<T> {
  readonly listed: T[];
  #count: number;

  /** `listed` and `count`: what an earlier attempt noted. */
  constructor(listed: readonly T[] = [], count = listed.length) {
    this.listed = [...listed];
    this.#count = count;
  }

  get count(): number {
    return this.#count;
  }

  add(item: T): void {
    this.#count += 1;
    if (this.listed.length < MAX_LISTED) this.listed.push(item);
  }
}
