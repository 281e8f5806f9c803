import type { Request } from 'express';
import jsonwebtoken from 'jsonwebtoken';
import { z } from 'zod';
import type { Installations } from '../../../core/tenants/installations.ts';
import type { Tenant } from '../../../core/tenants/tenant.ts';
import { Unauthenticated } from '../unauthenticated.ts';
import { tokenOf } from './token-of.ts';

/** Clocks of two machines differ by seconds. */
const LEEWAY_SECONDS = 8;
const Claims = z.object({
  iss: z.string().min(1).max(200),
  sub: z.string().min(1).max(200),
  exp: z.number(),
  qsh: z.string(),
});

/** The tenant and person named by a verified token. */
export interface Claimed {
  tenant: Tenant;
  accountId: string;
}

/**
 * The context JWT of a fragment or command: in the header only, HS256 with the tenant's secret, an
 * expiry, a user, and the fixed qsh that only `AP.context.getToken()` gives (connect: 1.6). @throws
 * Unauthenticated
 */
export async function readContextJwt(
  request: Request,
  installations: Installations,
): Promise<Claimed> {
  const { claimed, qsh } = await verifyToken(tokenOf(request, ['header']), installations);
  if (qsh !== 'context-qsh') throw new Unauthenticated();
  return claimed;
}

/**
 * Verifies the signature and the claims that every token of a person has. @throws Unauthenticated
 */
export async function verifyToken(
  token: string,
  installations: Installations,
): Promise<{ claimed: Claimed; qsh: string }> {
  const issuer = Claims.safeParse(jsonwebtoken.decode(token)).data?.iss;
  if (issuer === undefined) throw new Unauthenticated();
  const signing = await installations.findSigning(issuer);
  if (!signing) throw new Unauthenticated();
  const { tenant, secret } = signing;
  try {
    const { sub, qsh } = Claims.parse(
      jsonwebtoken.verify(token, secret, { algorithms: ['HS256'], clockTolerance: LEEWAY_SECONDS }),
    );
    return { claimed: { tenant, accountId: sub }, qsh };
  } catch {
    throw new Unauthenticated();
  }
}
