import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { contentOf, contentOfFile, type MediaContent } from './media-content.ts';

/** Larger ones are put into files. */
const IN_MEMORY_BYTES = 8 << 20;

/** Where uploads are kept: small ones in memory, large ones in a folder that is made for them. */
export class UploadFolder {
  #path: string | undefined;

  async take(id: string, parts: AsyncIterable<Buffer>): Promise<MediaContent> {
    const gathered: Buffer[] = [];
    let size = 0;
    const iterator = parts[Symbol.asyncIterator]();
    for (;;) {
      const { value, done } = await iterator.next();
      if (done) return contentOf(Buffer.concat(gathered));
      gathered.push(value);
      size += value.length;
      if (size > IN_MEMORY_BYTES) break;
    }
    const rest = { [Symbol.asyncIterator]: () => iterator };
    return this.#spool(id, gathered, rest);
  }

  remove(): void {
    if (this.#path !== undefined) rmSync(this.#path, { recursive: true, force: true });
    this.#path = undefined;
  }

  async #spool(id: string, first: Buffer[], rest: AsyncIterable<Buffer>): Promise<MediaContent> {
    this.#path ??= mkdtempSync(join(tmpdir(), 'pretend-media-'));
    const path = join(this.#path, id);
    let size = 0;
    async function* all(): AsyncGenerator<Buffer> {
      for (const part of first) {
        size += part.length;
        yield part;
      }
      for await (const part of rest) {
        size += part.length;
        yield part;
      }
    }
    await pipeline(Readable.from(all()), createWriteStream(path));
    return contentOfFile(path, size);
  }
}
