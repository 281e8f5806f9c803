import { parseExactly } from './parse-exactly.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
/** Whole numbers of fewer digits are written by JavaScript as they came. */
const MANY_DIGITS = 16;

/**
 * A JSON text whose list is left empty in `rest`; `items` makes the list's objects one by one. One
 * that is no JSON by itself is an {@link UnparsedItem}.
 */
export interface JsonList {
  rest: unknown;
  items: Iterable<unknown>;
}

/** A member of a list between whose brackets is something other than JSON. */
export class UnparsedItem {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The first id in it, which is its own: sites write it before what it names. */
  get firstId(): string | undefined {
    return /"id"\s*:\s*"?(\d{1,19})\b/.exec(this.#text)?.[1];
  }
}

/**
 * Reads a large JSON text object by object: the members of its list `name`, or without a name of
 * the list that it is, are cut out by their brackets and parsed each for itself, so that memory
 * holds the bytes and one of them, not the text and the objects of the whole. @throws SyntaxError
 * for what is around them; what is not of this form (no such list, or other things than objects in
 * it) is parsed as a whole, and then also for what is in it.
 */
export function parseJsonList(bytes: Buffer, name?: string): JsonList {
  const found = findList(bytes, name === undefined ? undefined : Buffer.from(`"${name}"`));
  if (!found) return parseWhole(bytes, name);
  const { from, to } = found;
  const rest = parseExactly(bytes.toString('utf8', 0, from) + bytes.toString('utf8', to));
  const left = listIn(rest, name);
  // repeated member: the later one counts
  return left?.length === 0 ? { rest, items: parseCuts(bytes, found) } : parseWhole(bytes, name);
}

function parseWhole(bytes: Buffer, name: string | undefined): JsonList {
  const rest = parseExactly(bytes.toString());
  return { rest, items: listIn(rest, name) ?? [] };
}

function listIn(json: unknown, name: string | undefined): unknown[] | undefined {
  const list = name === undefined ? json : (json as Record<string, unknown> | null)?.[name];
  return Array.isArray(list) ? (list as unknown[]) : undefined;
}

function* parseCuts(bytes: Buffer, { cuts, odd }: FoundList): Generator<unknown> {
  for (let at = 0; at < cuts.length; at += 2) {
    const text = bytes.toString('utf8', cuts[at], cuts[at + 1]);
    yield parseItem(text, odd[at / 2] ?? false);
  }
}

function parseItem(text: string, isOdd: boolean): unknown {
  try {
    return isOdd ? parseExactly(text) : JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return new UnparsedItem(text);
    throw error;
  }
}

interface FoundList {
  /** Behind the list's opening bracket. */
  from: number;
  /** At its closing bracket. */
  to: number;
  /** Starts and ends of its objects. */
  cuts: number[];
  /** Object by object, whether it has other numbers than short whole ones. */
  odd: readonly boolean[];
}

const findList = (bytes: Buffer, key: Buffer | undefined): FoundList | undefined =>
  new ListScan(bytes, key).find();

/**
 * One walk over the brackets of a JSON text, which finds the list under `key` of an object, or
 * without a key the list itself, and the objects in it.
 */
class ListScan {
  readonly #bytes: Buffer;
  readonly #key: Buffer | undefined;
  /** How many brackets stand around the objects of the list. */
  readonly #listDepth: number;
  readonly #cuts: number[] = [];
  readonly #odd: boolean[] = [];
  #depth = 0;
  #from = -1;
  #to = -1;

  constructor(bytes: Buffer, key: Buffer | undefined) {
    this.#bytes = bytes;
    this.#key = key;
    this.#listDepth = key ? 2 : 1;
  }

  find(): FoundList | undefined {
    const bytes = this.#bytes;
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte === QUOTE) {
        const end = endOfString(bytes, at);
        if (end < 0) return undefined;
        at = this.#from < 0 ? this.#passName(at, end) : end - 1;
      } else if (byte !== undefined && isOfNumber(byte)) at = this.#passNumber(at);
      else if (!this.#passBracket(byte, at)) return undefined;
    }
    const found = { from: this.#from, to: this.#to, cuts: this.#cuts, odd: this.#odd };
    const isWhole = found.to >= 0 && this.#depth === 0;
    return isWhole && onlyBetween(bytes, found) ? found : undefined;
  }

  /** Any other byte is passed, too. False for a list between the objects of the list. */
  #passBracket(byte: number | undefined, at: number): boolean {
    if (byte === OPEN_OBJECT) this.#openObject(at);
    else if (byte === CLOSE_OBJECT) this.#closeObject(at);
    else if (byte === CLOSE_LIST) this.#closeList(at);
    else if (byte === OPEN_LIST) {
      if (this.#isBetweenObjects()) return false;
      this.#openList(at);
    }
    return true;
  }

  /** In the list, and in none of its objects. */
  #isBetweenObjects(): boolean {
    return this.#depth === this.#listDepth && this.#from >= 0 && this.#to < 0;
  }

  /** The last byte of the string, or the opening bracket of the list if the string is its name. */
  #passName(at: number, end: number): number {
    const list = this.#isKey(at, end) ? listAfter(this.#bytes, end) : -1;
    if (list < 0) return end - 1;
    this.#from = list + 1;
    this.#depth = 2;
    return list;
  }

  /** The last byte of the number. */
  #passNumber(at: number): number {
    const end = endOfDigits(this.#bytes, at);
    const next = this.#bytes[end];
    const isShort = end - at < MANY_DIGITS && this.#bytes[at] !== MINUS;
    if (!isShort || next === POINT || isExponent(next)) this.#odd[this.#cuts.length >> 1] = true;
    return end - 1;
  }

  #isKey(at: number, end: number): boolean {
    return (
      this.#key !== undefined &&
      this.#depth === 1 &&
      end - at === this.#key.length &&
      this.#bytes.compare(this.#key, 0, this.#key.length, at, end) === 0
    );
  }

  #openList(at: number): void {
    if (!this.#key && this.#depth === 0) this.#from = at + 1;
    this.#depth += 1;
  }

  #openObject(at: number): void {
    if (this.#isBetweenObjects()) this.#cuts.push(at);
    this.#depth += 1;
  }

  #closeObject(at: number): void {
    this.#depth -= 1;
    if (this.#isBetweenObjects()) this.#cuts.push(at + 1);
  }

  #closeList(at: number): void {
    this.#depth -= 1;
    if (this.#depth === this.#listDepth - 1 && this.#from >= 0 && this.#to < 0) this.#to = at;
  }
}

/** Behind the closing quote; -1 when there is none. */
function endOfString(bytes: Buffer, from: number): number {
  for (let at = from + 1; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === BACKSLASH) at += 1;
    else if (byte === QUOTE) return at + 1;
  }
  return -1;
}

const isOfNumber = (byte: number): boolean => (byte >= ZERO && byte <= NINE) || byte === MINUS;

const isExponent = (byte: number | undefined): boolean => byte === 0x45 || byte === 0x65;

/** Behind the digits, of which the first may be a minus. */
function endOfDigits(bytes: Buffer, from: number): number {
  for (let at = from + 1; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < ZERO || byte > NINE) return at;
  }
  return bytes.length;
}

/** The opening bracket, when a colon and a list follow. */
function listAfter(bytes: Buffer, from: number): number {
  const next = /^\s*:\s*\[/.exec(bytes.toString('latin1', from, from + 64))?.[0];
  return next === undefined ? -1 : from + next.length - 1;
}

/** Between the objects stand commas and white space and nothing else. */
function onlyBetween(bytes: Buffer, { from, to, cuts }: FoundList): boolean {
  for (let at = 0; at <= cuts.length; at += 2) {
    const between = bytes
      .toString('latin1', at === 0 ? from : cuts[at - 1], at === cuts.length ? to : cuts[at])
      .trim();
    if (between !== (at === 0 || at === cuts.length ? '' : ',')) return false;
  }
  return true;
}
