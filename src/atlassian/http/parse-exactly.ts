/** More digits than a number of JavaScript holds for certain. */
const MANY_DIGITS = /\d{16}/;

/**
 * As JSON.parse, but for numbers that would lose a digit: they are given as the text that they are
 * written in, as some sites give all of them. @throws SyntaxError
 */
export const parseExactly = (text: string): unknown =>
  MANY_DIGITS.test(text) ? JSON.parse(text, exactly) : JSON.parse(text);

/** `source` is the text of a number, a string or a literal. */
function exactly(_name: string, value: unknown, { source = '' }: { source?: string } = {}) {
  const isInexact =
    typeof value === 'number' && MANY_DIGITS.test(source) && String(value) !== source;
  return isInexact ? source : value;
}
