import { doubled } from '../../kernel/collections/doubled.ts';
import { elementAt } from '../../kernel/collections/element-at.ts';
import { firstIndexWhere } from '../../kernel/collections/first-index-where.ts';
import { giveBack } from '../../kernel/give-back.ts';

/**
 * Which objects of a type were read, and in which version: two numbers an object, so that a million
 * fit into 16 MB. Ids are Assets' own, digits only; those that no number can hold are kept apart.
 */
export class SeenObjects {
  #ids = new Float64Array(1024);
  #updated = new Float64Array(1024);
  #length = 0;
  readonly #large = new Map<string, number>();
  #sorted = true;

  /**
   * `updated` in ms since 1970; NaN when it is not known (read before a crash). The later call for
   * an id wins.
   */
  add(id: string, updated: number): void {
    const number = Number(id);
    if (!Number.isSafeInteger(number)) {
      this.#large.set(id, updated);
      return;
    }
    if (this.#length === this.#ids.length) this.#grow();
    if (this.#length > 0 && number <= elementAt(this.#ids, this.#length - 1)) this.#sorted = false;
    this.#ids[this.#length] = number;
    this.#updated[this.#length] = updated;
    this.#length += 1;
  }

  /** Distinct ids. */
  get size(): number {
    this.#sort();
    return this.#length + this.#large.size;
  }

  /** The ids that no number holds, each with its update time. */
  get large(): ReadonlyMap<string, number> {
    return this.#large;
  }

  /** All ids, in no particular order; valid until the next `add`. */
  *allIds(): Generator<string> {
    for (const id of this.ids) yield String(id);
    yield* this.#large.keys();
  }

  /** The other ids, sorted; valid until the next `add`. */
  get ids(): Float64Array {
    this.#sort();
    return this.#ids.subarray(0, this.#length);
  }

  /** Update times, in the order of `ids`; valid until the next `add`. */
  get updates(): Float64Array {
    this.#sort();
    return this.#updated.subarray(0, this.#length);
  }

  has(id: string | number): boolean {
    if (typeof id === 'string' && this.#large.has(id)) return true;
    return this.indexOf(id) >= 0;
  }

  /** The index of an id in `ids`; -1 where it is missing. */
  indexOf(id: string | number): number {
    const ids = this.ids;
    const wanted = Number(id);
    if (!Number.isSafeInteger(wanted)) return -1;
    const found = firstIndexWhere(ids.length, (at) => elementAt(ids, at) >= wanted);
    return ids[found] === wanted ? found : -1;
  }

  removeAll(ids: string[]): void {
    this.#sort();
    for (const id of ids) this.#large.delete(id);
    const gone = new Set(ids.map(Number).filter(Number.isSafeInteger));
    let length = 0;
    for (let from = 0; from < this.#length; from += 1) {
      const id = elementAt(this.#ids, from);
      if (gone.has(id)) continue;
      this.#ids[length] = id;
      this.#updated[length] = elementAt(this.#updated, from);
      length += 1;
    }
    this.#length = length;
  }

  #grow(): void {
    this.#ids = doubled(this.#ids);
    this.#updated = doubled(this.#updated);
  }

  #sort(): void {
    if (this.#sorted) return;
    const ids = this.#ids;
    const order = new Uint32Array(this.#length).map((_value, index) => index);
    order.sort((a, b) => elementAt(ids, a) - elementAt(ids, b) || a - b);
    const sortedIds = new Float64Array(ids.length);
    const sortedUpdated = new Float64Array(ids.length);
    let length = 0;
    for (const from of order) {
      const id = elementAt(ids, from);
      if (length > 0 && sortedIds[length - 1] === id) length -= 1;
      sortedIds[length] = id;
      sortedUpdated[length] = elementAt(this.#updated, from);
      length += 1;
    }
    for (const numbers of [order, this.#ids, this.#updated]) giveBack(numbers);
    this.#ids = sortedIds;
    this.#updated = sortedUpdated;
    this.#length = length;
    this.#sorted = true;
  }
}
