import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SentContent } from './sent-content.ts';

interface SendOptions {
  /** The header that asks for a part. */
  range: string | undefined;
  /** Whether it is heeded. */
  ranges: boolean;
  /** Where the connection breaks; 0: nowhere. */
  cutBytes: number;
}

/** Sends a file, or the part of it that was asked for, no faster than it is taken. */
export async function sendContent(
  response: ServerResponse,
  content: SentContent,
  { range, ranges, cutBytes }: SendOptions,
): Promise<void> {
  const { size } = content;
  const asked = ranges ? /^bytes=(\d+)-$/.exec(range ?? '')?.[1] : undefined;
  const start = Math.min(Number(asked ?? 0), size);
  response.setHeader('content-type', 'application/octet-stream');
  response.setHeader('content-length', size - start);
  if (asked !== undefined)
    response.setHeader('content-range', `bytes ${start}-${size - 1}/${size}`);
  response.writeHead(asked === undefined ? 200 : 206);
  const end = cutBytes > 0 ? Math.min(size, start + cutBytes) : size;
  try {
    await pipeline(Readable.from(content.read(start, end)), response, { end: false });
  } catch (error) {
    if (response.destroyed) return; // whoever asked has gone
    throw error;
  }
  if (end < size) await cutOff(response);
  else response.end();
}

/** What was written has left before. */
async function cutOff(response: ServerResponse): Promise<void> {
  await new Promise<void>((resolve) => response.write('', () => resolve()));
  response.socket?.destroy();
}
