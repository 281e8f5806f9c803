const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

/** A JSON text whose list is left empty in `rest`; `items` makes the list's objects one by one. */
export interface JsonList {
  rest: unknown;
  items: Iterable<unknown>;
}

/**
 * Reads a large JSON object object by object: the members of its list `name` are cut out by their brackets and parsed each for itself, so that
 * memory holds the bytes and one of them, not the text and the objects of the whole. @throws SyntaxError as JSON.parse does; what is not of
 * this form (no such list, or other things than objects in it) is parsed as a whole.
 */
export function parseJsonList(bytes: Buffer, name: string): JsonList {
  const found = findList(bytes, Buffer.from(`"${name}"`));
  if (!found) {
    const rest = JSON.parse(bytes.toString()) as unknown;
    const list = (rest as Record<string, unknown> | null)?.[name];
    return { rest, items: Array.isArray(list) ? (list as unknown[]) : [] };
  }
  const { from, to, cuts } = found;
  return {
    rest: JSON.parse(bytes.toString('utf8', 0, from) + bytes.toString('utf8', to)),
    items: parsed(bytes, cuts),
  };
}

function* parsed(bytes: Buffer, cuts: number[]): Generator<unknown> {
  for (let at = 0; at < cuts.length; at += 2)
    yield JSON.parse(bytes.toString('utf8', cuts[at], cuts[at + 1]));
}

/** `from` is behind the list's opening bracket, `to` at its closing one, `cuts` are starts and ends of its objects. */
function findList(
  bytes: Buffer,
  key: Buffer,
): { from: number; to: number; cuts: number[] } | undefined {
  const cuts: number[] = [];
  let depth = 0;
  let from = -1;
  let to = -1;
  for (let at = 0; at < bytes.length; at += 1) {
    switch (bytes[at]) {
      case QUOTE: {
        const end = endOfString(bytes, at);
        if (end < 0) return undefined;
        const list =
          depth === 1 &&
          from < 0 &&
          end - at === key.length &&
          bytes.compare(key, 0, key.length, at, end) === 0
            ? listAfter(bytes, end)
            : -1;
        at = end - 1;
        if (list >= 0) {
          from = list + 1;
          at = list;
          depth = 2;
        }
        break;
      }
      case OPEN_OBJECT:
        if (depth === 2 && from >= 0 && to < 0) cuts.push(at);
        depth += 1;
        break;
      case OPEN_LIST:
        if (depth === 2 && from >= 0 && to < 0) return undefined;
        depth += 1;
        break;
      case CLOSE_OBJECT:
        depth -= 1;
        if (depth === 2 && from >= 0 && to < 0) cuts.push(at + 1);
        break;
      case CLOSE_LIST:
        depth -= 1;
        if (depth === 1 && from >= 0 && to < 0) to = at;
        break;
      default:
    }
  }
  return to >= 0 && depth === 0 && onlyBetween(bytes, from, to, cuts)
    ? { from, to, cuts }
    : undefined;
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

/** The opening bracket, when a colon and a list follow. */
function listAfter(bytes: Buffer, from: number): number {
  const next = /^\s*:\s*\[/.exec(bytes.toString('latin1', from, from + 64))?.[0];
  return next === undefined ? -1 : from + next.length - 1;
}

/** Between the objects stand commas and white space and nothing else. */
function onlyBetween(bytes: Buffer, from: number, to: number, cuts: number[]): boolean {
  for (let at = 0; at <= cuts.length; at += 2) {
    const between = bytes
      .toString('latin1', at === 0 ? from : cuts[at - 1], at === cuts.length ? to : cuts[at])
      .trim();
    if (between !== (at === 0 || at === cuts.length ? '' : ',')) return false;
  }
  return true;
}
