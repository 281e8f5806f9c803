import type { IncomingMessage } from 'node:http';
import { HttpError } from '../http/http-error.ts';

const HEAD_END = Buffer.from('\r\n\r\n');

/** The bytes of the one field `file` of a form. @throws HttpError 400 */
export async function* readForm(request: IncomingMessage): AsyncGenerator<Buffer> {
  const boundary = /boundary="?([^";]+)"?/.exec(request.headers['content-type'] ?? '')?.[1];
  if (boundary === undefined) throw new HttpError(400, ['The body is no form.']);
  const end = Buffer.from(`\r\n--${boundary}--`);
  let held: Buffer = Buffer.alloc(0);
  let isInside = false;
  for await (const part of request as AsyncIterable<Buffer>) {
    held = Buffer.concat([held, part]);
    if (!isInside) {
      const at = held.indexOf(HEAD_END);
      if (at < 0) continue;
      if (!held.subarray(0, at).includes('name="file"'))
        throw new HttpError(400, ['The form has no field "file".']);
      held = held.subarray(at + HEAD_END.length);
      isInside = true;
    }
    const certain = held.length - end.length - 4;
    if (certain <= 0) continue;
    yield held.subarray(0, certain);
    held = held.subarray(certain);
  }
  const at = held.indexOf(end);
  if (at < 0) throw new HttpError(400, ['The form has no end.']);
  yield held.subarray(0, at);
}
