import type { RecordKind } from '../../../core/storages/backup-record.ts';
import { elementAt } from '../../../core/kernel/element-at.ts';
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
 * The entries of a manifest without their names, as columns of about 33 bytes an entry: enough to
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

  /** Positions, so ordered that those of one pack stand together, in the order within the pack. */
  byPack(): Uint32Array {
    const numbers = this.#numbers;
    const order = new Uint32Array(this.length).map((_value, at) => at);
    return order.sort(
      (a, b) =>
        elementAt(numbers, a * 4) - elementAt(numbers, b * 4) ||
        elementAt(numbers, a * 4 + 1) - elementAt(numbers, b * 4 + 1),
    );
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
