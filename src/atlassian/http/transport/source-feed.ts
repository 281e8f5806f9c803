import { Readable } from 'node:stream';
import type { ByteSource } from '../../../core/assets/ports/files/byte-source.ts';

/** What one try of a call sends from a source, and the error of the source. */
export class SourceFeed {
  readonly #source: ByteSource;
  readonly #onPart: (bytes: number) => void;
  /** It says nothing about the site. */
  failure: { error: unknown } | undefined;

  /** `onPart` is called whenever another part is on its way. */
  constructor(source: ByteSource, onPart: (bytes: number) => void) {
    this.#source = source;
    this.#onPart = onPart;
  }

  get size(): number {
    return this.#source.size;
  }

  stream(): Readable {
    return Readable.from(this.#parts());
  }

  async *#parts(): AsyncGenerator<Uint8Array> {
    try {
      for await (const part of this.#source.read()) {
        this.#onPart(part.length);
        yield part;
      }
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }
}
