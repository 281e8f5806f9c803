import { addAbortSignal, pipeline, type Readable } from 'node:stream';
import type { ByteSink } from '../../../core/assets/ports/files/byte-sink.ts';
import type { HttpAnswer, HttpCall } from '../http.ts';
import { awaitAside, type AnswerWatch } from './answer-watch.ts';
import { unpackerOf } from './read-body.ts';

/** The error of a sink, which says nothing about the site. */
export class SinkFailed extends Error {
  constructor(cause: unknown) {
    super('What takes the bytes failed.', { cause });
  }
}

/**
 * Whether the body goes into the call's sink. Refusals don't, nor does a web page where a file of
 * another kind was asked for.
 */
export function isPoured(
  { sink, fileType = UNKNOWN }: Pick<HttpCall, 'sink' | 'fileType'>,
  { status, headers }: Pick<HttpAnswer, 'status' | 'headers'>,
): boolean {
  const isPage = /\bhtml\b/i.test(headers['content-type'] ?? '');
  const mayBePage = fileType === UNKNOWN || /html/i.test(fileType);
  return sink !== undefined && status < 300 && (mayBePage || !isPage);
}

/** Content types that sites send for unknown files. */
const UNKNOWN = 'application/octet-stream';

interface PourOptions extends Pick<HttpAnswer, 'status' | 'headers'> {
  signal: AbortSignal;
  /** Absent: whoever sends the parts watches them. */
  watch?: AnswerWatch | undefined;
}

/**
 * Pours a body into a sink, part by part, from where the sink stands on: what it already has is
 * skipped. @throws SinkFailed, and what broke the stream
 */
export async function pourBody(
  stream: Readable,
  { status, headers, signal, watch }: PourOptions,
  sink: ByteSink,
): Promise<void> {
  let passed = sink.received - firstByteOf(status, headers['content-range']);
  if (passed < 0) throw new Error('a part of the file that was not asked for');
  addAbortSignal(signal, stream);
  const unpacker = unpackerOf(headers['content-encoding']);
  // Errors are thrown where the stream is read.
  const body = unpacker ? pipeline(stream, unpacker, () => undefined) : stream;
  for await (const part of body as AsyncIterable<Buffer>) {
    watch?.moved(part.length);
    const fresh = part.subarray(passed);
    passed = Math.max(0, passed - part.length);
    if (fresh.length > 0) await awaitAside(watch, () => take(sink, fresh));
  }
}

/** A site may ignore a request for a range. */
const firstByteOf = (status: number, range: string | undefined): number =>
  status === 206 ? Number(/^bytes (\d+)-/.exec(range ?? '')?.[1] ?? 0) : 0;

async function take(sink: ByteSink, bytes: Buffer): Promise<void> {
  try {
    await sink.take(bytes);
  } catch (error) {
    throw new SinkFailed(error);
  }
}
