import { elementAt } from '../../kernel/collections/element-at.ts';
import { tokenize, type Token } from './tokenize.ts';

type Sign = '=' | '==' | '!=' | '<' | '>' | '<=' | '>=';
type Word = 'like' | 'startswith' | 'endswith' | 'in' | 'having' | 'empty';
export type Operator = Sign | Word | `not ${Word}`;

/**
 * What something is compared with, or a function is given. `query.slice(at, end)`, quotes and all,
 * may be replaced.
 */
export interface Value {
  text: string;
  quoted: boolean;
  at: number;
  end: number;
}

/** `path operator values`: a comparison, functions among its values left out. */
export interface Comparison {
  path: string[];
  operator: Operator;
  values: Value[];
}

/**
 * `call(inside)`. `values` are its arguments where it takes names or ids of types, names of people
 * or groups, or a whole query as one text.
 */
export interface Call {
  call: string;
  values: Value[];
  inside: string;
}

/**
 * Comparisons and functions at every depth. AND, OR, NOT and ORDER BY are skipped: no rewrite
 * depends on them.
 */
export type Reading =
  { readable: true; parts: (Comparison | Call)[] } | { readable: false; reason: string };

/** Functions whose first argument is AQL itself. */
export const REFERENCE_FUNCTIONS: ReadonlySet<string> = new Set([
  'inboundreferences',
  'outboundreferences',
  'inr',
  'outr',
]);
export const TYPE_FUNCTION = 'objecttypeandchildren';
/** Functions whose arguments name somebody, and what they name. */
export const NAMING_FUNCTIONS: ReadonlyMap<string, 'user' | 'group'> = new Map([
  ['user', 'user'],
  ['group', 'group'],
] as const);

const SIGNS: ReadonlySet<string> = new Set<Sign>(['=', '==', '!=', '<', '>', '<=', '>=']);
const WORDS: ReadonlyMap<string, Exclude<Word, 'empty'>> = new Map([
  ['like', 'like'],
  ['startswith', 'startswith'],
  ['endswith', 'endswith'],
  ['in', 'in'],
  ['having', 'having'],
  ['has', 'having'],
  ['have', 'having'],
] as const);
const DEEPEST = 100;

const takesNames = (call: string): boolean =>
  call.toLowerCase() === TYPE_FUNCTION || NAMING_FUNCTIONS.has(call.toLowerCase());

/** Reads an AQL query. Anything but AQL as documented is "not readable"; never throws. */
export function parseAql(query: string): Reading {
  try {
    return { readable: true, parts: new Parser(query).parts() };
  } catch (error) {
    if (error instanceof NotReadable) return { readable: false, reason: error.message };
    throw error;
  }
}

class NotReadable extends Error {}

class Parser {
  readonly #query: string;
  readonly #tokens: Token[];
  readonly #parts: (Comparison | Call)[] = [];
  #at = 0;
  #depth = 0;

  constructor(query: string) {
    this.#query = query;
    this.#tokens = tokenize(query);
  }

  parts(): (Comparison | Call)[] {
    if (this.#tokens.length > 0 && !this.#isOrderBy()) this.#conditions();
    if (this.#isOrderBy()) this.#orderBy();
    if (this.#takeWord('limit')) this.#value();
    if (this.#at < this.#tokens.length) this.#fail();
    return this.#parts;
  }

  #orderBy(): void {
    this.#at += 2;
    do {
      this.#path();
      if (!this.#takeWord('desc')) this.#takeWord('asc');
    } while (this.#takeSign(','));
  }

  #conditions(): void {
    do this.#condition();
    while (this.#takeWord('and') || this.#takeWord('or'));
  }

  #condition(): void {
    while (this.#takeWord('not'));
    if (this.#takeSign('(')) {
      this.#deeper(() => this.#conditions());
      this.#expectSign(')');
    } else if (this.#isCall()) this.#call();
    else this.#comparison();
  }

  #comparison(): void {
    const path = this.#path();
    const operator = this.#operator();
    if (operator === 'empty' || operator === 'not empty') return;
    const values: Value[] = [];
    if ((operator === 'in' || operator === 'not in') && this.#takeSign('(')) this.#list(values);
    else this.#operand(values);
    this.#parts.push({ path, operator, values });
  }

  #operator(): Operator {
    const token = this.#next();
    if (token.kind === 'sign' && SIGNS.has(token.text)) return token.text as Sign;
    if (token.kind !== 'word') this.#fail(token);
    if (token.text.toLowerCase() === 'is') {
      const negated = this.#takeWord('not');
      if (!this.#takeWord('empty')) this.#fail();
      return negated ? 'not empty' : 'empty';
    }
    const negated = token.text.toLowerCase() === 'not';
    const last = negated ? this.#next() : token;
    const word = WORDS.get(last.text.toLowerCase());
    if (!word || last.kind !== 'word') this.#fail(token);
    return negated ? `not ${word}` : word;
  }

  /** The rest of a list, and its closing parenthesis. */
  #list(values: Value[]): void {
    if (this.#takeSign(')')) return;
    do this.#operand(values);
    while (this.#takeSign(','));
    this.#expectSign(')');
  }

  #operand(values: Value[]): void {
    if (this.#isCall()) this.#call();
    else values.push(this.#value());
  }

  #call(): void {
    const call = this.#name();
    this.#expectSign('(');
    const part: Call = { call, values: [], inside: '' };
    this.#parts.push(part);
    const from = this.#lastTaken().end;
    if (REFERENCE_FUNCTIONS.has(call.toLowerCase()))
      this.#deeper(() => this.#referenceArguments(part.values));
    else if (takesNames(call)) this.#deeper(() => this.#list(part.values));
    else this.#skipArguments();
    part.inside = this.#query.slice(from, this.#lastTaken().at);
  }

  /** The stack is finite, and nobody writes a filter that needs all of it. */
  #deeper(read: () => void): void {
    this.#depth += 1;
    if (this.#depth > DEEPEST) this.#fail();
    read();
    this.#depth -= 1;
  }

  /** The AQL, then reference types: names, or a condition on refType. */
  #referenceArguments(values: Value[]): void {
    if (this.#takeSign(')')) return;
    if (this.#isLoneValue()) values.push(this.#value());
    else this.#conditions();
    while (this.#takeSign(',')) {
      if (this.#isLoneValue()) this.#value();
      else this.#conditions();
    }
    this.#expectSign(')');
  }

  /** JQL, spans of time: all up to the parenthesis that closes the one before. */
  #skipArguments(): void {
    for (let open = 1; open > 0;) {
      const token = this.#next();
      if (token.kind === 'broken') this.#fail(token);
      if (token.kind === 'sign' && token.text === '(') open += 1;
      if (token.kind === 'sign' && token.text === ')') open -= 1;
    }
  }

  /** Words with dots between them and no gaps are one value: 3.5, web.example.com. */
  #value(): Value {
    let text = this.#name();
    const first = this.#lastTaken();
    let { end } = first;
    for (
      let next = this.#nextPart(first, end);
      next !== undefined;
      next = this.#nextPart(first, end)
    ) {
      text += `.${next.text}`;
      end = next.end;
      this.#at += 2;
    }
    return { text, quoted: first.kind === 'text', at: first.at, end };
  }

  /** The word behind a dot that stands right at `end`. */
  #nextPart(first: Token, end: number): Token | undefined {
    const [dot, word] = this.#tokens.slice(this.#at, this.#at + 2);
    const isDot = dot?.kind === 'sign' && dot.text === '.' && dot.at === end;
    return first.kind === 'word' && isDot && word?.kind === 'word' && word.at === end + 1
      ? word
      : undefined;
  }

  #lastTaken(): Token {
    return elementAt(this.#tokens, this.#at - 1);
  }

  #path(): string[] {
    const path = [this.#name()];
    while (this.#takeSign('.')) path.push(this.#name());
    return path;
  }

  #name(): string {
    const token = this.#next();
    if (token.kind === 'text' || (token.kind === 'word' && !/^(?:and|or)$/i.test(token.text)))
      return token.text;
    return this.#fail(token);
  }

  #next(): Token {
    const token = this.#tokens[this.#at] ?? this.#fail();
    this.#at += 1;
    return token;
  }

  #isSign(sign: string, ahead = 0): boolean {
    const token = this.#tokens[this.#at + ahead];
    return token?.kind === 'sign' && token.text === sign;
  }

  #isWord(word: string, ahead = 0): boolean {
    const token = this.#tokens[this.#at + ahead];
    return token?.kind === 'word' && token.text.toLowerCase() === word;
  }

  #isCall = (): boolean => this.#tokens[this.#at]?.kind === 'word' && this.#isSign('(', 1);
  #isOrderBy = (): boolean => this.#isWord('order') && this.#isWord('by', 1);
  #isLoneValue = (): boolean => this.#isSign(',', 1) || this.#isSign(')', 1);

  #takeWord(word: string): boolean {
    if (!this.#isWord(word)) return false;
    this.#at += 1;
    return true;
  }

  #takeSign(sign: string): boolean {
    if (!this.#isSign(sign)) return false;
    this.#at += 1;
    return true;
  }

  #expectSign(sign: string): void {
    if (!this.#takeSign(sign)) this.#fail();
  }

  #fail(token: Token | undefined = this.#tokens[this.#at]): never {
    if (!token)
      throw new NotReadable("The filter is cut off, so it can't be read and is left unchanged.");
    const from = this.#query.slice(token.at, token.at + 30);
    throw new NotReadable(
      `The filter can't be read from "${from}" (character ${token.at + 1}), so it is left unchanged.`,
    );
  }
}
