/** Cuts a text to at most this many characters, without splitting a surrogate pair. */
export const cutTo = (length: number, text: string): string =>
  text.length <= length
    ? text
    : text
        .slice(0, length)
        .replace(/[\uD800-\uDBFF]$/, '')
        .trimEnd();
