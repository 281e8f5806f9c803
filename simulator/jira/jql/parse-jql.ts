import { HttpError } from '../../http/http-error.ts';
import type { JqlCondition } from './jql-condition.ts';

const TOKEN = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([\w[\].-]+)|(!=|[(),=]))/y;

interface Token {
  text: string;
  isQuoted: boolean;
}

/**
 * Reads a bounded query: clauses joined by AND, OR and NOT, with brackets; `=`, `!=`, `in`, `not
 * in`, `is (not) EMPTY` and aqlFunction. What it is ordered by is read over.
 * @throws HttpError 400
 */
export function parseJql(text: string): JqlCondition {
  const tokens = tokenize(text);
  const isOrder = ({ text: word, isQuoted }: Token, at: number): boolean =>
    !isQuoted && /^order$/i.test(word) && /^by$/i.test(tokens[at + 1]?.text ?? '');
  const end = tokens.findIndex(isOrder);
  const where = end < 0 ? tokens : tokens.slice(0, end);
  if (where.length === 0)
    throw new HttpError(400, [
      'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.',
    ]);
  return new JqlReading(where).read();
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim() !== '') {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (!found) throw unreadable(text.slice(at));
    const [, double, single, word = '', sign] = found;
    const quoted = double ?? single;
    tokens.push({
      text: quoted === undefined ? (sign ?? word) : quoted.replace(/\\(.)/g, '$1'),
      isQuoted: quoted !== undefined,
    });
  }
  return tokens;
}

class JqlReading {
  readonly #tokens: Token[];
  #at = 0;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  read(): JqlCondition {
    const condition = this.#either();
    if (this.#at < this.#tokens.length) throw unreadable(this.#tokens[this.#at]?.text ?? '');
    return condition;
  }

  #either(): JqlCondition {
    const parts = [this.#all()];
    while (this.#takes('or')) parts.push(this.#all());
    return parts.length === 1 && parts[0] ? parts[0] : { or: parts };
  }

  #all(): JqlCondition {
    const parts = [this.#one()];
    while (this.#takes('and')) parts.push(this.#one());
    return parts.length === 1 && parts[0] ? parts[0] : { and: parts };
  }

  #one(): JqlCondition {
    if (this.#takes('not')) return { not: this.#one() };
    if (!this.#takes('(')) return this.#clause();
    const inner = this.#either();
    this.#expect(')');
    return inner;
  }

  #clause(): JqlCondition {
    const field = this.#next().text;
    if (this.#takes('is')) {
      const isEmpty = !this.#takes('not');
      this.#expect('empty');
      return { field, isEmpty };
    }
    if (this.#takes('=')) return this.#valueOrFunction(field, false);
    if (this.#takes('!=')) return { field, in: [this.#next().text], negated: true };
    const negated = this.#takes('not');
    this.#expect('in');
    if (!this.#takes('(')) return this.#valueOrFunction(field, negated);
    const listed = [this.#next().text];
    while (this.#takes(',')) listed.push(this.#next().text);
    this.#expect(')');
    return { field, in: listed, negated };
  }

  #valueOrFunction(field: string, negated: boolean): JqlCondition {
    const { text } = this.#next();
    if (!this.#takes('(')) return { field, in: [text], negated };
    if (!/^[ai]qlfunction$/i.test(text)) throw unreadable(text);
    const aql = this.#next().text;
    this.#expect(')');
    return { field, aql, negated };
  }

  #takes(word: string): boolean {
    const token = this.#tokens[this.#at];
    if (!token || token.isQuoted || token.text.toLowerCase() !== word) return false;
    this.#at += 1;
    return true;
  }

  #expect(word: string): void {
    if (!this.#takes(word)) throw unreadable(this.#tokens[this.#at]?.text ?? 'the end');
  }

  #next(): Token {
    const token = this.#tokens[this.#at];
    if (!token) throw unreadable('the end');
    this.#at += 1;
    return token;
  }
}

const unreadable = (text: string): HttpError =>
  new HttpError(400, [`Error in the JQL Query: "${text}" cannot be read.`]);
