import type { ByteSink } from '../../../assets/ports/files/byte-sink.ts';
import type { StoredFile } from './attachments-record.ts';

/** What a chunk holds, but for the last one of a file. A record of it fits into one pack. */
const CHUNK_BYTES = 1 << 20;

/** Cuts the bytes of one file into chunks as they come, and holds one of them at most. */
export class ChunkSink implements ByteSink {
  readonly #keep: (chunk: Uint8Array) => Promise<string>;
  readonly #chunks: string[];
  readonly #buffer = Buffer.alloc(CHUNK_BYTES);
  #filled = 0;

  /**
   * `keep` stores a chunk, whose bytes are others once it has answered its id. `chunks`: those that
   * are stored already.
   */
  constructor(keep: (chunk: Uint8Array) => Promise<string>, chunks: readonly string[] = []) {
    this.#keep = keep;
    this.#chunks = [...chunks];
  }

  get received(): number {
    return this.#chunks.length * CHUNK_BYTES + this.#filled;
  }

  /** Those that are stored. */
  get chunks(): readonly string[] {
    return this.#chunks;
  }

  async take(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + CHUNK_BYTES - this.#filled);
      this.#buffer.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === CHUNK_BYTES) await this.#flush();
    }
  }

  /** To be called when all bytes were taken. */
  async end(): Promise<StoredFile> {
    const size = this.received;
    if (this.#filled > 0) await this.#flush();
    return { size, chunks: [...this.#chunks] };
  }

  async #flush(): Promise<void> {
    this.#chunks.push(await this.#keep(this.#buffer.subarray(0, this.#filled)));
    this.#filled = 0;
  }
}
