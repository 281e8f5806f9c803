import { addAbortSignal, pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { AnswerTooLarge } from '../../../core/assets/ports/pages/answer-too-large.ts';
import { letOthersRun } from '../../../core/kernel/loops/let-others-run.ts';
import type { HttpAnswer, HttpCall } from '../http.ts';
import { AnswerRoom } from './answer-room.ts';
import { awaitAside, type AnswerWatch } from './answer-watch.ts';
import { GatheredBytes } from './gathered-bytes.ts';
import { inUtf8 } from './in-utf8.ts';

/** What {@link readBody} can unpack, as it is announced to a site. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

/** Beyond this size, an answer that unpacks to this many times its length is not data. */
const BOMB_BYTES = 8 << 20;
const BOMB_RATIO = 200;
/** Some servers begin a text with it; it is not part of JSON. */
const BYTE_ORDER_MARK = Buffer.from('\uFEFF');

/** An answer compressed in order to fill our memory. */
class PackedBomb extends Error {
  readonly code = 'UNPACKS_TO_TOO_MUCH';
}

/** How a body is taken. */
export interface BodyOptions {
  /** The `content-encoding`; undefined where the body is as it is. */
  encoding: string | undefined;
  /** The `content-type` of a text, which may name its charset; undefined for bytes. */
  contentType?: string | undefined;
  /** How many bytes come, as the site says, packed or not. */
  length?: number | undefined;
  maxBytes: number;
  signal: AbortSignal;
  /** Absent: whoever sends the parts watches them. */
  watch?: AnswerWatch | undefined;
}

/** What an answer's head says of its body. */
export function bodyFacts(
  { bytes }: Pick<HttpCall, 'bytes'>,
  { status, headers }: Pick<HttpAnswer, 'status' | 'headers'>,
): Pick<BodyOptions, 'encoding' | 'contentType' | 'length'> {
  const length = lengthIn(headers);
  const isEmpty = status === 204 || length === 0;
  return {
    encoding: isEmpty ? undefined : headers['content-encoding'],
    contentType: bytes ? undefined : (headers['content-type'] ?? ''),
    length,
  };
}

/** Undefined if the site doesn't say it, or not as a number. */
function lengthIn(headers: HttpAnswer['headers']): number | undefined {
  const said = headers['content-length'] ?? '';
  return /^\d{1,15}$/.test(said) ? Number(said) : undefined;
}

/**
 * Unpacks and gathers a body, which is read no faster than there is room for it: waiting for room
 * is not the site's time. A text is given in UTF-8. @throws AnswerTooLarge, PackedBomb, and what
 * broke the stream
 */
export async function readBody(
  stream: Readable,
  { encoding, contentType, length, maxBytes, signal, watch }: BodyOptions,
): Promise<Buffer> {
  const room = new AnswerRoom();
  const bytes = new GatheredBytes(length);
  const unpacker = unpackerOf(encoding);
  addAbortSignal(signal, stream);
  // Errors are thrown where the stream is read.
  const body = unpacker ? pipeline(stream, unpacker, () => undefined) : stream;
  try {
    for await (const part of body as AsyncIterable<Buffer>) {
      const size = bytes.size + part.length;
      if (size > maxBytes) throw new AnswerTooLarge();
      if (unpacker && size > BOMB_BYTES && size > unpacker.bytesWritten * BOMB_RATIO)
        throw new PackedBomb();
      await awaitAside(watch, () => room.growTo(size, signal));
      bytes.add(part);
    }
    // A body is read as soon as it is here, and many of them may come in one turn.
    await letOthersRun();
    const whole = bytes.whole();
    return contentType === undefined ? whole : withoutMark(inUtf8(whole, contentType));
  } catch (error) {
    // Some servers call an empty body compressed.
    if (unpacker?.bytesWritten === 0 && codeOf(error) === 'Z_BUF_ERROR') return Buffer.alloc(0);
    throw error;
  } finally {
    room.leave();
  }
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

const withoutMark = (body: Buffer): Buffer =>
  body.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)
    ? body.subarray(BYTE_ORDER_MARK.length)
    : body;

/** @throws Error for an encoding that was not asked for */
export function unpackerOf(encoding: string | undefined) {
  switch (encoding?.trim().toLowerCase() ?? '') {
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new Error("an encoding we didn't ask for");
  }
}
