/**
 * What a number of JavaScript may not give back as it was written: many digits, zeros at the end of
 * a fraction or many at its beginning, an exponent, a zero below zero. Only where JSON may have a
 * number, for all answers are looked through. Seen in a text as well, where it costs time only.
 */
const MAY_CHANGE =
  /[:,[]\s*-?(?:[\d.]{16,}|\d+\.\d*0|0\.0{6}\d+|\d+(?:\.\d+)?[eE][+-]?\d+|(?<=-)0)(?=\s*[,}\]])/;
const MAY_CHANGE_ALONE = /^\s*-?[\d.eE+-]+\s*$/;

/**
 * As JSON.parse, but for numbers that are written otherwise than JavaScript writes them: they are
 * given as the text that they are written in, as some sites give all of them. @throws SyntaxError
 */
export const parseExactly = (text: string): unknown =>
  MAY_CHANGE.test(text) || MAY_CHANGE_ALONE.test(text)
    ? JSON.parse(text, exactly)
    : JSON.parse(text);

/** `source` is the text of a number, a string or a literal. */
function exactly(_name: string, value: unknown, { source = '' }: { source?: string } = {}) {
  return typeof value === 'number' && String(value) !== source ? source : value;
}
