import { RECORD_KINDS, type RecordKind } from '../../../core/storages/record.ts';
import { HASH_BYTES, type Entry, type Place } from './entry.ts';

export interface ColumnEntry {
  kind: RecordKind;
  hash: string;
  place: Place;
}

/** The entries of a manifest without their names, as columns of about 33 bytes an entry: enough to check every record. */
export class EntryColumns {
  readonly #numbers: Uint32Array;
  readonly #kinds: Uint8Array;
  readonly #hashes: Buffer;
  readonly #packs: string[] = [];
  readonly #packIndex = new Map<string, number>();
  length = 0;

  constructor(capacity: number) {
    this.#numbers = new Uint32Array(capacity * 4);
    this.#kinds = new Uint8Array(capacity);
    this.#hashes = Buffer.alloc(capacity * HASH_BYTES);
  }

  add({ kind, hash, place }: Entry): void {
    let pack = this.#packIndex.get(place.pack);
    if (pack === undefined)
      this.#packIndex.set(place.pack, (pack = this.#packs.push(place.pack) - 1));
    this.#numbers.set([pack, place.start, place.length, place.chunks], this.length * 4);
    this.#kinds[this.length] = RECORD_KINDS.indexOf(kind);
    this.#hashes.write(hash, this.length * HASH_BYTES, 'hex');
    this.length += 1;
  }

  /** Positions, so ordered that those of one pack stand together, in the order within the pack. */
  byPack(): Uint32Array {
    const numbers = this.#numbers;
    const order = new Uint32Array(this.length).map((_value, at) => at);
    return order.sort(
      (a, b) => numbers[a * 4]! - numbers[b * 4]! || numbers[a * 4 + 1]! - numbers[b * 4 + 1]!,
    );
  }

  at(position: number): ColumnEntry {
    const [pack, start, length, chunks] = this.#numbers.subarray(position * 4, position * 4 + 4);
    return {
      kind: RECORD_KINDS[this.#kinds[position]!]!,
      hash: this.#hashes.toString('hex', position * HASH_BYTES, (position + 1) * HASH_BYTES),
      place: { pack: this.#packs[pack!]!, start: start!, length: length!, chunks: chunks! },
    };
  }
}
