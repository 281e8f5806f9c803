/** Classes that Java knows by these names. */
const CLASSES: Record<string, string> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Space: '\\s',
};
const NAMED_CLASS = /\\p\{(\w+)\}/g;
/** A quantifier that gives nothing back: here one that does. */
const POSSESSIVE = /([+*?}])\+/g;

/**
 * A pattern of an attribute, which Assets reads as Java does.
 * @throws SyntaxError
 */
export const javaPattern = (pattern: string): RegExp =>
  new RegExp(
    `^(?:${pattern
      .replace(NAMED_CLASS, (whole, name: string) => {
        const members = CLASSES[name];
        return members === undefined ? whole : `[${members}]`;
      })
      .replace(POSSESSIVE, '$1')})$`,
  );

/** A repetition of a repetition, which tries every way to share a text out among both. */
const NESTED = /[+*][^()]*\)[+*{]/;
const SHORT = 20;

/** Whether all of the text fits. A pattern that could try forever is not run on long texts. */
export function fitsPattern(text: string, pattern: string): boolean {
  if (text.length > SHORT && NESTED.test(pattern)) return false;
  return javaPattern(pattern).test(text);
}
