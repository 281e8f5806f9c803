/** A text as AQL reads it back: in quotes, with what would end them or escape something escaped. */
export function quoteAql(text: string, mark: '"' | "'" = '"'): string {
  return mark + text.replaceAll('\\', '\\\\').replaceAll(mark, `\\${mark}`) + mark;
}
