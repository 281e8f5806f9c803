import type { RecordKind } from '../../../core/storages/records/backup-record.ts';
import { elementAt } from '../../../core/kernel/collections/element-at.ts';
import { HASH_BYTES, type Place } from '../packs/place.ts';
import type { Codec, Entry } from './entry.ts';

/** What entries have in common of which there are few. */
interface Shape {
  kind: RecordKind;
  codec: Codec;
}

export interface ColumnEntry extends Shape {
  hash: string;
  place: Place;
}

/**
 * The entries of a manifest without their names, as columns of 34 bytes an entry: enough to
 * check every record.
 */
export class EntryColumns {
  readonly #numbers: Uint32Array;
  /** Index into `#shapes`, an entry. */
  readonly #shapeOf: Uint16Array;
  readonly #shapes: Shape[] = [];
  readonly #hashes: Buffer;
  readonly #packs: string[] = [];
  readonly #packIndex = new Map<string, number>();
  length = 0;

  constructor(capacity: number) {
    this.#numbers = new Uint32Array(capacity * 4);
    this.#shapeOf = new Uint16Array(capacity);
    this.#hashes = Buffer.alloc(capacity * HASH_BYTES);
  }

  add({ kind, codec, hash, place }: Entry): void {
    const pack = this.#packIndex.get(place.pack) ?? this.#packs.push(place.pack) - 1;
    this.#packIndex.set(place.pack, pack);
    this.#numbers.set([pack, place.start, place.length, place.chunks], this.length * 4);
    this.#shapeOf[this.length] = this.#indexOfShape(kind, codec);
    this.#hashes.write(hash, this.length * HASH_BYTES, 'hex');
    this.length += 1;
  }

  /** Positions pack by pack, in the order within the pack. */
  *byPack(): Generator<number> {
    const ends = this.#packEnds();
    const order = new Uint32Array(this.length);
    const free = Uint32Array.from([0, ...ends.subarray(0, -1)]);
    for (let at = 0; at < this.length; at += 1) {
      const pack = elementAt(this.#numbers, at * 4);
      order[elementAt(free, pack)] = at;
      free[pack] = elementAt(free, pack) + 1;
    }
    const startOf = (at: number): number => elementAt(this.#numbers, at * 4 + 1);
    let from = 0;
    for (const end of ends) {
      yield* order.subarray(from, end).sort((a, b) => startOf(a) - startOf(b));
      from = end;
    }
  }

  /** Where each pack's entries end when they stand pack by pack. */
  #packEnds(): Uint32Array {
    const ends = new Uint32Array(this.#packs.length);
    for (let at = 0; at < this.length; at += 1) {
      const pack = elementAt(this.#numbers, at * 4);
      ends[pack] = elementAt(ends, pack) + 1;
    }
    for (let pack = 1; pack < ends.length; pack += 1)
      ends[pack] = elementAt(ends, pack) + elementAt(ends, pack - 1);
    return ends;
  }

  at(position: number): ColumnEntry {
    const number = (column: number): number => elementAt(this.#numbers, position * 4 + column);
    const shape = elementAt(this.#shapes, elementAt(this.#shapeOf, position));
    return {
      ...shape,
      hash: this.#hashes.toString('hex', position * HASH_BYTES, (position + 1) * HASH_BYTES),
      place: {
        pack: elementAt(this.#packs, number(0)),
        start: number(1),
        length: number(2),
        chunks: number(3),
      },
    };
  }

  /**
   * There are few shapes, and neighbours nearly always have the same: the newest are looked at
   * first.
   */
  #indexOfShape(kind: RecordKind, codec: Codec): number {
    const at = this.#shapes.findLastIndex((shape) => shape.kind === kind && shape.codec === codec);
    return at >= 0 ? at : this.#shapes.push({ kind, codec }) - 1;
  }
}
