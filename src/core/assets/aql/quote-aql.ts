/** A text as an AQL literal: in quotes, with quotes and backslashes escaped. */
export function quoteAql(text: string, mark: '"' | "'" = '"'): string {
  return mark + text.replaceAll('\\', '\\\\').replaceAll(mark, `\\${mark}`) + mark;
}
