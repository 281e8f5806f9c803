/** Whether a body begins as web pages and drawings do. */
export const isMarkup = (body: Buffer): boolean => firstOf(body) === '<';

/** The first byte that is no white space begins an object or a list. */
export function looksLikeJson(body: Buffer): boolean {
  const first = firstOf(body);
  return first === '{' || first === '[';
}

const firstOf = (body: Buffer): string | undefined =>
  body.subarray(0, 100).toString().trimStart()[0];
