/**
 * `query.slice(at, end)`: a word, a text in quotes, a sign, or `broken`: the rest of a query behind
 * a quote or placeholder that has no end. `text` is its meaning, without quotes and escapes. A
 * placeholder, `${Name${0}}`, is a word or part of one.
 */
export interface Token {
  kind: 'word' | 'text' | 'sign' | 'broken';
  text: string;
  at: number;
  end: number;
}

const SPACE = /\s+/y;
const SIGN = /==|!=|<=|>=|[=<>!(),.]/y;
const TEXT = /"[^"\\]*(?:\\[^][^"\\]*)*"|'[^'\\]*(?:\\[^][^'\\]*)*'/y;
const PLAIN = /(?:\\["'\\]|\$(?!\{)|[^\s"'=<>!(),.$\\]|\\)+/y;

/** Every character that is not white space is in exactly one token. Never throws. */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  for (let at = skip(SPACE, query, 0); at < query.length;) {
    const token = tokenAt(query, at);
    tokens.push(token);
    at = skip(SPACE, query, token.end);
  }
  return tokens;
}

/** The end of the placeholder that begins at `at`; -1 if it has none. */
export function placeholderEnd(query: string, at: number): number {
  let depth = 0;
  for (let here = at; here < query.length; here += 1) {
    if (query.startsWith('${', here)) depth += 1;
    else if (query[here] === '}') depth -= 1;
    if (depth === 0) return here + 1;
  }
  return -1;
}

function tokenAt(query: string, at: number): Token {
  const sign = skip(SIGN, query, at);
  if (sign > at) return { kind: 'sign', text: query.slice(at, sign), at, end: sign };
  const text = skip(TEXT, query, at);
  if (text > at)
    return { kind: 'text', text: meaning(query.slice(at + 1, text - 1)), at, end: text };
  const word = wordEnd(query, at);
  return word > at
    ? { kind: 'word', text: meaning(query.slice(at, word)), at, end: word }
    : { kind: 'broken', text: query.slice(at), at, end: query.length };
}

function wordEnd(query: string, start: number): number {
  let at = start;
  for (;;) {
    const next = query.startsWith('${', at) ? placeholderEnd(query, at) : skip(PLAIN, query, at);
    if (next <= at) return next === -1 ? -1 : at;
    at = next;
  }
}

function skip(pattern: RegExp, query: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(query) ? pattern.lastIndex : at;
}

const meaning = (written: string): string => written.replace(/\\(["'\\])/g, '$1');
