import { giveBack } from '../../../core/kernel/give-back.ts';

/** Nobody makes room for more than this only because a site says that it will come. */
const MAX_EXPECTED_BYTES = 8 << 20;

/**
 * Bytes that come part by part. They are copied at once: parts that waited for each other would
 * survive many of the garbage collector's rounds, and then take as long to be freed.
 */
export class GatheredBytes {
  readonly #expected: number;
  #room = Buffer.alloc(0);
  #size = 0;

  /** `expected`: how many will come, if that is known. */
  constructor(expected = 0) {
    this.#expected = Math.min(expected, MAX_EXPECTED_BYTES);
  }

  get size(): number {
    return this.#size;
  }

  add(part: Buffer): void {
    const needed = this.#size + part.length;
    if (needed > this.#room.length)
      this.#move(Math.max(needed, this.#expected, 2 * this.#room.length));
    part.copy(this.#room, this.#size);
    this.#size = needed;
  }

  /** All of them; nothing can be added any more. */
  whole(): Buffer {
    if (this.#size < this.#room.length) this.#move(this.#size);
    return this.#room;
  }

  #move(length: number): void {
    const room = Buffer.allocUnsafe(length);
    this.#room.copy(room, 0, 0, this.#size);
    giveBack(this.#room);
    this.#room = room;
  }
}
