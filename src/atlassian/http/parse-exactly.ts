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
 * given as the text that they are written in, as some sites give all of them. What is nested too
 * deep for that is given as JSON.parse gives it. @throws SyntaxError
 */
export function parseExactly(text: string): unknown {
  if (!MAY_CHANGE.test(text) && !MAY_CHANGE_ALONE.test(text)) return JSON.parse(text);
  try {
    return JSON.parse(text, exactly);
  } catch (error) {
    // The reviver is called recursively, and the stack is finite.
    if (error instanceof RangeError) return JSON.parse(text);
    throw error;
  }
}

/** `source` is the text of a number, a string or a literal. */
function exactly(_name: string, value: unknown, { source = '' }: { source?: string } = {}) {
  return typeof value === 'number' && String(value) !== source ? source : value;
}
