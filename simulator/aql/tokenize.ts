export class AqlError extends Error {}

export interface Token {
  kind: 'word' | 'text' | 'sign' | 'end';
  text: string;
  at: number;
}

const SIGNS = /^(?:==|!=|<=|>=|[=<>(),.])/;

/** Words, quoted texts and signs. @throws AqlError */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < query.length) {
    const rest = query.slice(at);
    const space = /^\s+/.exec(rest);
    if (space) {
      at += space[0].length;
      continue;
    }
    const quote = rest[0];
    if (quote === '"' || quote === "'") {
      const end = closing(query, at);
      tokens.push({ kind: 'text', text: query.slice(at + 1, end).replace(/\\(.)/g, '$1'), at });
      at = end + 1;
      continue;
    }
    const sign = SIGNS.exec(rest);
    if (sign) {
      tokens.push({ kind: 'sign', text: sign[0], at });
      at += sign[0].length;
      continue;
    }
    const word = /^[^\s"'=<>!(),.]+(?:\.\d+)?/.exec(rest);
    if (!word)
      throw new AqlError(`The AQL query cannot be read at position ${at}: "${rest.slice(0, 10)}".`);
    tokens.push({ kind: 'word', text: word[0], at });
    at += word[0].length;
  }
  tokens.push({ kind: 'end', text: '', at });
  return tokens;
}

function closing(query: string, start: number): number {
  for (let at = start + 1; at < query.length; at += 1) {
    if (query[at] === '\\') at += 1;
    else if (query[at] === query[start]) return at;
  }
  throw new AqlError(`The AQL query has a quote without an end at position ${start}.`);
}
