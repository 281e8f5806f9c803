import { itemAt } from '../kernel/item-at.ts';
import { AqlError, tokenize, type Token } from '../aql/tokenize.ts';

/**
 * Names that stand for the ids and keys in a query: of a type, a schema, an object by its id, an
 * object by its key. An id that is not known stays.
 */
export interface Names {
  type: (id: number) => string | undefined;
  schema: (id: number) => string | undefined;
  object: (id: number) => string | undefined;
  key: (key: string) => string | undefined;
}

const KEYWORD = /^(and|or|not|in|is|like|startswith|endswith|having|order|by|asc|desc|empty)$/i;
const OPERATOR = /^(=|==|!=|<|>|<=|>=|in|not|is|like|startswith|endswith)$/i;

/**
 * A query with the ids in it replaced, so that those of two sites compare. One that cannot be read
 * stays as it is.
 */
export function plainAql(query: string, names: Names): string {
  try {
    return plainTokens(tokenize(query), names).join(' ');
  } catch (error) {
    if (error instanceof AqlError) return query;
    throw error;
  }
}

function plainTokens(tokens: Token[], names: Names): string[] {
  const replaced: Record<string, (text: string) => string | undefined> = {
    objecttypeid: (text) => names.type(Number(text)),
    objecttypeandchildren: (text) => names.type(Number(text)),
    objectschemaid: (text) => names.schema(Number(text)),
    objectid: (text) => names.object(Number(text)),
    key: names.key,
  };
  let field = '';
  return tokens
    .filter((token) => token.kind !== 'end')
    .map((token, at) => {
      const next = itemAt(tokens, at + 1);
      if (token.kind === 'sign') return token.text;
      if (token.kind === 'word' && KEYWORD.test(token.text)) return token.text.toUpperCase();
      const isField =
        (next.kind !== 'text' && OPERATOR.test(next.text)) ||
        (next.kind === 'sign' && next.text === '(');
      if (isField) field = token.text.toLowerCase();
      const name = isField ? undefined : replaced[field]?.(token.text);
      return name === undefined ? JSON.stringify(token.text) : `<${name}>`;
    });
}
