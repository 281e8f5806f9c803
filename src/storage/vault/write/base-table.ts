import { elementAt } from '../../../core/kernel/collections/element-at.ts';
import { firstIndexWhere } from '../../../core/kernel/collections/first-index-where.ts';
import { HASH_BYTES, type Place } from '../packs/place.ts';
import type { Entry } from '../manifest/entry.ts';

/** A number that is written in one way only. */
const NUMBER = /^(?:0|[1-9]\d{0,14})$/;

/**
 * Where the base has the records of one kind and type, without their labels: columns of about 40
 * bytes each, so that a million fit into 40 MB.
 */
export class BaseTable {
  /** Of the first entries, in order: ids that are numbers stand before all others. */
  readonly #ids: Float64Array;
  /** The positions of those whose ids are no numbers. */
  readonly #others = new Map<string, number>();
  readonly #hashes: Buffer;
  readonly #places: Uint32Array;
  readonly #packs: string[] = [];
  readonly #packIndex = new Map<string, number>();
  #numbered = 0;
  #length = 0;

  constructor(capacity: number) {
    this.#ids = new Float64Array(capacity);
    this.#hashes = Buffer.alloc(capacity * HASH_BYTES);
    this.#places = new Uint32Array(capacity * 4);
  }

  /** Entries arrive in order. What is over the capacity is left out: it will be stored again. */
  add({ id, hash, place }: Entry): void {
    const at = this.#length;
    if (at === this.#ids.length) return;
    const isNumber = NUMBER.test(id) && this.#numbered === at;
    if (isNumber) this.#ids[at] = Number(id);
    else this.#others.set(id, at);
    this.#hashes.write(hash, at * HASH_BYTES, 'hex');
    this.#places.set([this.#indexOf(place.pack), place.start, place.length, place.chunks], at * 4);
    this.#length += 1;
    if (isNumber) this.#numbered = this.#length;
  }

  /** Where the very same record is; undefined where there is none, or another one. */
  find(id: string, hash: string): Place | undefined {
    const at = this.#others.get(id) ?? this.#positionOf(id);
    if (at === undefined) return undefined;
    if (this.#hashes.toString('hex', at * HASH_BYTES, (at + 1) * HASH_BYTES) !== hash)
      return undefined;
    return {
      pack: elementAt(this.#packs, this.#placeNumber(at, 0)),
      start: this.#placeNumber(at, 1),
      length: this.#placeNumber(at, 2),
      chunks: this.#placeNumber(at, 3),
    };
  }

  #positionOf(id: string): number | undefined {
    if (!NUMBER.test(id)) return undefined;
    const wanted = Number(id);
    const at = firstIndexWhere(this.#numbered, (index) => elementAt(this.#ids, index) >= wanted);
    return at < this.#numbered && this.#ids[at] === wanted ? at : undefined;
  }

  #indexOf(pack: string): number {
    const known = this.#packIndex.get(pack);
    if (known !== undefined) return known;
    const index = this.#packs.push(pack) - 1;
    this.#packIndex.set(pack, index);
    return index;
  }

  /** Of the numbers that tell a place, the one at `column`: pack, start, length, chunks. */
  #placeNumber(at: number, column: number): number {
    return elementAt(this.#places, at * 4 + column);
  }
}
