import type { IncomingMessage } from 'node:http';
import { HttpError } from './http-error.ts';

const MAX_BODY_BYTES = 50 << 20;
const FORM = /^multipart\/form-data\b/;

/**
 * The JSON of a request, the bytes of a form; undefined for one without a body. @throws HttpError
 * 400, 413
 */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY_BYTES) throw new HttpError(413, ['The body is too large.']);
    parts.push(part);
  }
  if (size === 0) return undefined;
  if (FORM.test(request.headers['content-type'] ?? '')) return Buffer.concat(parts);
  try {
    return JSON.parse(Buffer.concat(parts).toString());
  } catch {
    throw new HttpError(400, ['The body is not JSON.']);
  }
}
