import type { Request } from 'express';
import { Unauthenticated } from '../unauthenticated.ts';

type TokenPlace = 'header' | 'query';

const IN_HEADER = /^JWT ([\w.-]+)$/;

/**
 * The only token of a request, from a place allowed for this kind of call. A second token anywhere
 * is refused, so that nobody can read another token than the verified one. @throws Unauthenticated
 */
export function tokenOf(request: Request, places: readonly TokenPlace[]): string {
  const found = [...headerTokens(request), ...queryTokens(request)];
  const [token] = found;
  const isOne = token !== undefined && found.length === 1 && !isAnywhereElse(request);
  if (!isOne || !places.includes(token.place)) throw new Unauthenticated();
  return token.text;
}

/** A header of another scheme counts as well: a call may identify its sender only once. */
function headerTokens({ headersDistinct }: Request): { place: TokenPlace; text: string }[] {
  const headers = headersDistinct['authorization'] ?? [];
  return headers.map((header) => ({ place: 'header', text: IN_HEADER.exec(header)?.[1] ?? '' }));
}

function queryTokens({ query }: Request): { place: TokenPlace; text: string }[] {
  const values = [query['jwt'] ?? []].flat();
  return values.map((value) => ({ place: 'query', text: typeof value === 'string' ? value : '' }));
}

/** Other places where ACE would look for a token, but Jira never puts one. */
function isAnywhereElse({ query, body, headersDistinct }: Request): boolean {
  const fields: unknown = body;
  const inBody = typeof fields === 'object' && fields !== null && Object.hasOwn(fields, 'jwt');
  return inBody || query['acpt'] !== undefined || headersDistinct['x-acpt'] !== undefined;
}
