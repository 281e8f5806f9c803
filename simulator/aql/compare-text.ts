/** As numbers where both are, else letter by letter: negative, 0 or positive. */
export function compareText(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  if (a !== '' && b !== '' && !Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Separates the texts that a value may be found by. */
export const TEXT_SEPARATOR = '\u0000';

/** Whether one of the texts of a value fits; the negation of an operator is left to the caller. */
export function fitsText(value: string, operator: string, text: string): boolean {
  const texts = value.split(TEXT_SEPARATOR);
  if (operator === '==') return texts.includes(text);
  return fitsFolded(
    texts.map((each) => each.toLowerCase()),
    operator,
    text.toLowerCase(),
  );
}

/** All in small letters. */
function fitsFolded(texts: string[], operator: string, wanted: string): boolean {
  const order = (): number => compareText(texts[0] ?? '', wanted);
  switch (operator) {
    case '=':
    case '!=':
    case 'in':
    case 'not in':
      return texts.includes(wanted);
    case 'like':
    case 'not like':
      return texts.some((each) => each.includes(wanted.replaceAll('*', '')));
    case 'startswith':
      return texts.some((each) => each.startsWith(wanted));
    case 'endswith':
      return texts.some((each) => each.endsWith(wanted));
    case '<':
      return order() < 0;
    case '>':
      return order() > 0;
    case '<=':
      return order() <= 0;
    default:
      return order() >= 0;
  }
}
