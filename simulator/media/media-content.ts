import { createReadStream, readFileSync } from 'node:fs';
import type { SentContent } from '../http/sent-content.ts';
import { Random } from '../kernel/random.ts';

/** What a file holds, however large it is. */
export interface MediaContent extends SentContent {
  /** All of it, in memory. */
  bytes(): Buffer;
}

export const contentOf = (bytes: Buffer): MediaContent => ({
  size: bytes.length,
  read: (start, end) => [bytes.subarray(start, end)],
  bytes: () => bytes,
});

/** One that was put into a file because it is large. */
export const contentOfFile = (path: string, size: number): MediaContent => ({
  size,
  read: (start, end) =>
    end > start ? (createReadStream(path, { start, end: end - 1 }) as AsyncIterable<Buffer>) : [],
  bytes: () => readFileSync(path),
});

const BLOCK_BYTES = 1 << 16;

/** So many bytes that nobody holds: each block of them is made when it is asked for. */
export function generatedContent(size: number, seed: string): MediaContent {
  const random = new Random(seed);
  const base = Buffer.from(Array.from({ length: BLOCK_BYTES }, () => random.below(256)));
  const block = (number: number): Buffer => {
    const made = Buffer.from(base);
    for (let at = 0; at < BLOCK_BYTES; at += 1024) made.writeUInt32LE(number, at);
    return made;
  };
  function* read(start: number, end: number): Iterable<Buffer> {
    for (let at = start; at < Math.min(end, size);) {
      const number = Math.floor(at / BLOCK_BYTES);
      const [from, to] = [number * BLOCK_BYTES, Math.min(end, size, (number + 1) * BLOCK_BYTES)];
      yield block(number).subarray(at - from, to - from);
      at = to;
    }
  }
  return { size, read, bytes: () => Buffer.concat([...read(0, size)]) };
}
