import { HttpError } from '../../http/http-error.ts';

/** A file that was sent in a form. */
interface FormFile {
  filename: string;
  mimeType: string;
  bytes: Buffer;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** The one field `file` of a form. @throws HttpError 400 */
export function readFormFile(body: unknown, contentType = ''): FormFile {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (!Buffer.isBuffer(body) || boundary === undefined)
    throw new HttpError(400, ['The body is no form.']);
  const headEnd = body.indexOf(HEAD_END);
  const end = body.indexOf(`\r\n--${boundary}--`);
  const head = body.subarray(0, Math.max(0, headEnd)).toString();
  const filename = /name="file"; filename="([^"]*)"/.exec(head)?.[1];
  if (end < headEnd || filename === undefined)
    throw new HttpError(400, ['The form has no field "file".']);
  return {
    filename: filename.replaceAll('%22', '"'),
    mimeType: /content-type: *([^\r\n]+)/i.exec(head)?.[1] ?? 'application/octet-stream',
    bytes: body.subarray(headEnd + HEAD_END.length, end),
  };
}
