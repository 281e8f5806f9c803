import { itemAt } from '../kernel/item-at.ts';
import { AqlError, tokenize, type Token } from './tokenize.ts';

type Operator =
  | '='
  | '=='
  | '!='
  | '<'
  | '>'
  | '<='
  | '>='
  | 'like'
  | 'not like'
  | 'startswith'
  | 'endswith'
  | 'in'
  | 'not in'
  | 'empty'
  | 'not empty';

export type Operand = { text: string } | { call: string; args: string[] };
/** A path of attribute names, the last one compared. */
export interface Comparison {
  path: string[];
  operator: Operator;
  operands: Operand[];
}

export type Condition =
  { and: Condition[] } | { or: Condition[] } | { not: Condition } | Comparison | Having;

/** `object having inboundReferences(AQL, refTypes)` and its kin. */
export interface Having {
  having: string;
  negated: boolean;
  inner: Condition | undefined;
  /** Names of reference types; empty: any. */
  refTypes: string[];
}

export interface Query {
  where: Condition | undefined;
  orderBy: { name: string; descending: boolean }[];
}

/**
 * Reads an AQL query: AND, OR, NOT, parentheses, comparisons, IN, LIKE, IS EMPTY, dotted paths,
 * functions, HAVING, ORDER BY.
 * @throws AqlError
 */
export function parse(query: string): Query {
  const parser = new Parser(tokenize(query));
  return parser.query();
}

class Parser {
  readonly #tokens: Token[];
  #at = 0;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  query(): Query {
    const where = this.#isEnd() || this.#isWord('order') ? undefined : this.#or();
    const orderBy = this.#takeWord('order') ? this.#orderBy() : [];
    if (!this.#isEnd()) this.#fail();
    return { where, orderBy };
  }

  #orderBy(): Query['orderBy'] {
    if (!this.#takeWord('by')) this.#fail();
    const fields: Query['orderBy'] = [];
    do {
      const name = this.#path().join('.');
      const descending = this.#takeWord('desc');
      if (!descending) this.#takeWord('asc');
      fields.push({ name, descending });
    } while (this.#takeSign(','));
    return fields;
  }

  #or(): Condition {
    const parts = [this.#and()];
    while (this.#takeWord('or')) parts.push(this.#and());
    return parts.length === 1 ? itemAt(parts, 0) : { or: parts };
  }

  #and(): Condition {
    const parts = [this.#not()];
    while (this.#takeWord('and')) parts.push(this.#not());
    return parts.length === 1 ? itemAt(parts, 0) : { and: parts };
  }

  #not(): Condition {
    if (this.#takeWord('not')) return { not: this.#not() };
    if (!this.#takeSign('(')) return this.#comparison();
    const inner = this.#or();
    this.#expectSign(')');
    return inner;
  }

  #comparison(): Condition {
    const path = this.#path();
    const having = path.length === 1 ? this.#havingAfter(itemAt(path, 0)) : undefined;
    if (having) return having;
    if (this.#isSign('('))
      return { path: [], operator: 'in', operands: [{ call: path.join('.'), args: this.#args() }] };
    const operator = this.#operator();
    if (operator === 'empty' || operator === 'not empty') return { path, operator, operands: [] };
    if (operator === 'in' || operator === 'not in')
      return { path, operator, operands: this.#list() };
    return { path, operator, operands: [this.#operand()] };
  }

  /** After `object`, or after the name of the function alone. */
  #havingAfter(name: string): Having | undefined {
    const isNext = this.#isWord('having') || (this.#isWord('not') && this.#peekWord(1, 'having'));
    if (name.toLowerCase() === 'object' && isNext) return this.#having();
    return this.#isSign('(') && isHavingFunction(name) ? this.#referencing(name, false) : undefined;
  }

  #having(): Having {
    const negated = this.#takeWord('not');
    this.#takeWord('having');
    return this.#referencing(this.#name(), negated);
  }

  #referencing(name: string, negated: boolean): Having {
    this.#expectSign('(');
    const inner = this.#isSign(')') ? undefined : this.#or();
    const refTypes = this.#takeSign(',') ? this.#refTypes() : [];
    this.#expectSign(')');
    const having = name.toLowerCase();
    return { having: SHORT_NAMES[having] ?? having, negated, inner, refTypes };
  }

  /** `refTypes IN ("Depends", "Uses")`, or one of them after `refType =`. */
  #refTypes(): string[] {
    if (!this.#takeWord('reftypes') && !this.#takeWord('reftype')) this.#fail();
    if (!this.#takeWord('in') && !this.#takeSign('=')) this.#fail();
    return this.#list().map((operand) => ('text' in operand ? operand.text : operand.call));
  }

  #operator(): Operator {
    const token = this.#next();
    const word = token.text.toLowerCase();
    if (token.kind === 'sign' && isSignOperator(word)) return word;
    if (token.kind === 'word') {
      if (isWordOperator(word)) return word;
      if (word === 'not') return this.#negatedOperator(token);
      if (word === 'is') return this.#emptiness(token);
    }
    return this.#fail(token);
  }

  /** After NOT. */
  #negatedOperator(token: Token): Operator {
    if (this.#takeWord('in')) return 'not in';
    if (this.#takeWord('like')) return 'not like';
    return this.#fail(token);
  }

  /** After IS. */
  #emptiness(token: Token): Operator {
    const isNegated = this.#takeWord('not');
    if (!this.#takeWord('empty')) return this.#fail(token);
    return isNegated ? 'not empty' : 'empty';
  }

  #list(): Operand[] {
    if (!this.#isSign('(')) return [this.#operand()];
    this.#expectSign('(');
    const operands = [this.#operand()];
    while (this.#takeSign(',')) operands.push(this.#operand());
    this.#expectSign(')');
    return operands;
  }

  #operand(): Operand {
    const text = this.#name();
    return this.#isSign('(') ? { call: text, args: this.#args() } : { text };
  }

  #args(): string[] {
    this.#expectSign('(');
    const args: string[] = [];
    while (!this.#isSign(')')) {
      args.push(this.#name());
      if (!this.#takeSign(',')) break;
    }
    this.#expectSign(')');
    return args;
  }

  #path(): string[] {
    const path = [this.#name()];
    while (this.#takeSign('.')) path.push(this.#name());
    return path;
  }

  #name(): string {
    const token = this.#next();
    if (token.kind !== 'word' && token.kind !== 'text') this.#fail(token);
    return token.text;
  }

  #next(): Token {
    const token = itemAt(this.#tokens, this.#at);
    if (token.kind !== 'end') this.#at += 1;
    return token;
  }

  #peekWord(ahead: number, word: string): boolean {
    const token = this.#tokens[this.#at + ahead];
    return token?.kind === 'word' && token.text.toLowerCase() === word;
  }

  #isWord = (word: string): boolean => this.#peekWord(0, word);
  #isEnd = (): boolean => itemAt(this.#tokens, this.#at).kind === 'end';
  #isSign = (sign: string): boolean =>
    itemAt(this.#tokens, this.#at).kind === 'sign' && itemAt(this.#tokens, this.#at).text === sign;

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

  #fail(token: Token = itemAt(this.#tokens, this.#at)): never {
    throw new AqlError(
      token.kind === 'end'
        ? 'The AQL query ends too early.'
        : `The AQL query cannot be read at position ${token.at}: "${token.text}" was not expected.`,
    );
  }
}

/** Other names of what finds objects by their references. */
const SHORT_NAMES: Record<string, string> = {
  inr: 'inboundreferences',
  outr: 'outboundreferences',
};
const isHavingFunction = (name: string): boolean =>
  /^(inR|outR|inboundReferences|outboundReferences)$/i.test(name);

const SIGN_OPERATORS = ['=', '==', '!=', '<', '>', '<=', '>='] as const;
const WORD_OPERATORS = ['like', 'startswith', 'endswith', 'in'] as const;

const isSignOperator = (text: string): text is (typeof SIGN_OPERATORS)[number] =>
  (SIGN_OPERATORS as readonly string[]).includes(text);

const isWordOperator = (text: string): text is (typeof WORD_OPERATORS)[number] =>
  (WORD_OPERATORS as readonly string[]).includes(text);
