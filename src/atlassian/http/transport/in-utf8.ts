const CHARSET = /;\s*charset\s*=\s*["']?([\w.:-]+)/i;
const IS_UTF8 = /^(?:utf-?8|us-ascii)$/i;

/** A text in UTF-8, in whichever known charset its content type says that it came. */
export function inUtf8(body: Buffer, contentType = ''): Buffer {
  const charset = CHARSET.exec(contentType)?.[1];
  if (charset === undefined || IS_UTF8.test(charset)) return body;
  const decoder = decoderOf(charset);
  return decoder ? Buffer.from(decoder.decode(body)) : body;
}

/** Undefined for a charset that is none. */
function decoderOf(charset: string): TextDecoder | undefined {
  try {
    return new TextDecoder(charset);
  } catch {
    return undefined;
  }
}
