import { createHash } from 'node:crypto';
import jwt from 'atlassian-jwt';
import type { Request } from 'express';
import type { Installations } from '../../../core/tenants/installations.ts';
import { Unauthenticated } from '../unauthenticated.ts';
import { verifyToken, type Claimed } from './read-context-jwt.ts';
import { tokenOf } from './token-of.ts';

/**
 * The token of an address that Jira signed: HS256 with the tenant's secret, an expiry, a user, and
 * the hash over this very address (connect: 1.6). @throws Unauthenticated
 */
export async function readPageJwt(
  request: Request,
  installations: Installations,
): Promise<Claimed> {
  const token = tokenOf(request, ['query', 'header']);
  const { claimed, qsh } = await verifyToken(token, installations);
  if (!hashesOf(request).includes(qsh)) throw new Unauthenticated();
  return claimed;
}

/**
 * The hashes that a token bound to this address may hold. Jira sorts parameters by their encoded
 * names, atlassian-jwt by the plain names: the two differ for names with other characters than
 * letters. Each binds the whole address.
 */
export function hashesOf(request: Request): string[] {
  const { method, originalUrl } = request;
  const { pathname } = new URL(originalUrl, 'http://service');
  const query = structuredClone(request.query) as Record<string, string | string[]>;
  return [
    hash(`${method}&${pathname}&${sortedQuery(query)}`),
    jwt.createQueryStringHash({ method: method as 'GET', pathname, query }, false),
  ];
}

function sortedQuery(query: Record<string, string | string[]>): string {
  return Object.entries(query)
    .filter(([name]) => name !== 'jwt')
    .map(([name, value]) => ({ name: encode(name), values: [value].flat().map(encode) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, values }) => `${name}=${values.sort().join(',')}`)
    .join('&');
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
