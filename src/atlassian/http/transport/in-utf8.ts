import { isUtf8 } from 'node:buffer';

const CHARSET = /;\s*charset\s*=\s*["']?([\w.:-]+)/i;
const IS_UTF8 = /^(?:utf-?8|us-ascii)$/i;
const IS_UTF16 = /^utf-16/;
/** How texts of UTF-16 begin, whatever is said of them; none of UTF-8 begins so. */
const MARKS = [
  { charset: 'utf-16le', mark: Buffer.from([0xff, 0xfe]) },
  { charset: 'utf-16be', mark: Buffer.from([0xfe, 0xff]) },
];

/**
 * A text in UTF-8, in whichever known charset its content type says that it came. JSON is UTF-8
 * (RFC 8259, 8.1), whatever a proxy says of it: what reads as such stays as it is.
 */
export function inUtf8(body: Buffer, contentType: string): Buffer {
  const marked = MARKS.find(({ mark }) => body.subarray(0, mark.length).equals(mark));
  if (marked) return Buffer.from(new TextDecoder(marked.charset).decode(body));
  const charset = CHARSET.exec(contentType)?.[1];
  if (charset === undefined || IS_UTF8.test(charset)) return body;
  const decoder = decoderOf(charset);
  if (!decoder) return body;
  const isAsSaid = IS_UTF16.test(decoder.encoding) || !isUtf8(body);
  return isAsSaid ? Buffer.from(decoder.decode(body)) : body;
}

/** Undefined for a charset that is none. */
function decoderOf(charset: string): TextDecoder | undefined {
  try {
    return new TextDecoder(charset);
  } catch {
    return undefined;
  }
}
