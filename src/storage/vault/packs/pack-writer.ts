import { elementAt } from '../../../core/kernel/collections/element-at.ts';
import type { TenantId } from '../../../core/kernel/ids.ts';
import { compressPack } from './pack-codec.ts';
import { packId, type Holder } from './pack-id.ts';
import type { PackKind } from './pack-shelf.ts';
import type { PackStore } from './pack-store.ts';
import type { Place } from './place.ts';

/**
 * A record over this share of what is gathered goes into packs of its own, in chunks of this size.
 */
const LARGE_SHARE = 1 / 4;
/**
 * A pack that does not compress is cut into pieces of at most that size; two neighbours together
 * always exceed it.
 */
const MOST_PIECES = 2 / LARGE_SHARE;
const WRITES_IN_FLIGHT = 2;

/**
 * Gathers record bytes into packs and writes them side by side. What `add` returns is final when
 * `flush` has resolved.
 */
export class PackWriter {
  readonly #store: PackStore;
  readonly #idOf: (sequence: number) => string;
  readonly #writing = new Set<Promise<void>>();
  readonly #gathered: number;
  readonly #sealed: number;
  readonly #large: number;
  #sequence = 0;
  #buffer: Buffer<ArrayBuffer>;
  /**
   * Buffers whose content is written: used again, for memory outside the heap is given back late.
   */
  readonly #spare: Buffer<ArrayBuffer>[] = [];
  #used = 0;
  #places: Place[] = [];
  #failure: unknown;
  /** Bytes written so far that stay. */
  storedBytes = 0;

  constructor(store: PackStore, writer: Holder & { tenantId: TenantId }) {
    this.#store = store;
    this.#gathered = store.sizes.gathered;
    this.#sealed = store.sizes.sealed;
    this.#large = this.#gathered * LARGE_SHARE;
    this.#buffer = Buffer.allocUnsafe(this.#gathered);
    this.#idOf = (sequence) => packId(writer.tenantId, writer, sequence);
  }

  /**
   * Bytes as they would stand in the pack; nothing is kept before `keep`. Writing the text once
   * serves the hash and the pack.
   */
  stage(text: string): Buffer {
    const most = text.length * 3;
    if (most > this.#large) return Buffer.from(text);
    this.#makeRoom(most);
    const written = this.#buffer.write(text, this.#used);
    return this.#buffer.subarray(this.#used, this.#used + written);
  }

  /** The same for a body that is bytes: a copy of them, for the caller may use its own again. */
  stageBytes(bytes: Uint8Array): Buffer {
    if (bytes.length > this.#large) return Buffer.from(bytes);
    this.#makeRoom(bytes.length);
    this.#buffer.set(bytes, this.#used);
    return this.#buffer.subarray(this.#used, this.#used + bytes.length);
  }

  /**
   * Keeps what was staged last, or bytes of another pack. The place's pack is set when the pack is
   * cut: use it after `flush` or after the pack is full.
   */
  async keep(staged: Buffer): Promise<Place> {
    if (staged.length > this.#large) return this.#keepChunks(staged);
    const inPlace =
      staged.buffer === this.#buffer.buffer &&
      staged.byteOffset === this.#buffer.byteOffset + this.#used;
    if (!inPlace) {
      this.#makeRoom(staged.length);
      staged.copy(this.#buffer, this.#used);
    }
    const place: Place = { pack: '', start: this.#used, length: staged.length, chunks: 0 };
    this.#used += staged.length;
    this.#places.push(place);
    await this.#room();
    return place;
  }

  /** Writes a pack of its own right away. */
  async writeNow(kind: PackKind, plain: Buffer): Promise<string> {
    const id = this.#nextId();
    const { size } = await this.#store.write(id, kind, plain);
    // Spills are deleted when the backup is finished.
    if (kind !== 'spill') this.storedBytes += size;
    return id;
  }

  /** Everything kept so far is stored. @throws what a write threw */
  async flush(): Promise<void> {
    this.#cut();
    await Promise.all(this.#writing);
    this.#throwFailure();
  }

  async #keepChunks(bytes: Buffer): Promise<Place> {
    const chunks = Math.ceil(bytes.length / this.#large);
    const ids = Array.from({ length: chunks }, () => this.#nextId());
    for (const [chunk, id] of ids.entries()) {
      this.#launch(() =>
        this.#store
          .write(id, 'data', bytes.subarray(chunk * this.#large, (chunk + 1) * this.#large))
          .then(({ size }) => {
            this.storedBytes += size;
          }),
      );
      await this.#room();
    }
    return { pack: elementAt(ids, 0), start: 0, length: bytes.length, chunks };
  }

  #makeRoom(bytes: number): void {
    if (this.#used + bytes > this.#gathered) this.#cut();
  }

  #cut(): void {
    if (this.#used === 0) return;
    const plain = this.#buffer.subarray(0, this.#used);
    const places = this.#places;
    const filled = this.#buffer;
    this.#buffer = this.#spare.pop() ?? Buffer.allocUnsafe(this.#gathered);
    this.#used = 0;
    this.#places = [];
    // The id is given now, so that places are known; a pack that turns out too large is cut, and
    // its other pieces get the next numbers.
    const id = this.#nextId();
    const more = Array.from({ length: MOST_PIECES - 1 }, () => this.#nextId());
    places.forEach((place) => {
      place.pack = id;
    });
    this.#launch(() =>
      this.#writeFitting(plain, places, [id, ...more]).finally(() => {
        this.#spare.push(filled);
      }),
    );
  }

  /** Nearly always one pack; where data hardly compresses, as many as it takes. */
  async #writeFitting(plain: Buffer, places: Place[], ids: [string, ...string[]]): Promise<void> {
    const compressed = await compressPack(plain);
    if (compressed.length <= this.#sealed || places.length === 1) {
      const { size } = await this.#store.write(ids[0], 'data', plain, compressed);
      this.storedBytes += size;
      return;
    }
    for (const [index, piece] of splitPlaces(places, this.#large).entries()) {
      const id = elementAt(ids, index);
      const from = elementAt(piece, 0).start;
      const last = elementAt(piece, piece.length - 1);
      const bytes = plain.subarray(from, last.start + last.length);
      piece.forEach((place) => {
        place.pack = id;
        place.start -= from;
      });
      const { size } = await this.#store.write(id, 'data', bytes);
      this.storedBytes += size;
    }
  }

  #nextId(): string {
    const id = this.#idOf(this.#sequence);
    this.#sequence += 1;
    return id;
  }

  #launch(write: () => Promise<void>): void {
    const running = write()
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => this.#writing.delete(running));
    this.#writing.add(running);
  }

  async #room(): Promise<void> {
    while (this.#writing.size >= WRITES_IN_FLIGHT) await Promise.race(this.#writing);
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}

/** Cuts a list of places into lists of at most this many bytes each, in order. */
function splitPlaces(places: Place[], most: number): Place[][] {
  const parts: Place[][] = [];
  let from = 0;
  for (const place of places) {
    const part = parts.at(-1);
    if (part && place.start + place.length - from <= most) part.push(place);
    else {
      parts.push([place]);
      from = place.start;
    }
  }
  return parts;
}
