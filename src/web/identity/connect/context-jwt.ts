import type { Request } from 'express';
import jsonwebtoken from 'jsonwebtoken';
import { z } from 'zod';
import type { TenantStore } from '../../../core/tenants/tenant.ts';
import { Unauthenticated, type Caller } from './caller.ts';

const LEEWAY_SECONDS = 3;
const Claims = z.object({
  iss: z.string().min(1).max(200),
  sub: z.string().min(1).max(200),
  exp: z.number(),
  qsh: z.string(),
});

/**
 * The context JWT of a fragment or command: in the header only, HS256 with the tenant's secret, an end, a user, and the fixed qsh that only
 * `AP.context.getToken()` gives (connect: 1.6). ACE's own check takes any token signed with the secret. @throws Unauthenticated
 */
export async function readContextJwt(request: Request, tenants: TenantStore): Promise<Caller> {
  const [scheme, token] = (request.get('authorization') ?? '').split(' ');
  if (scheme !== 'JWT' || !token) throw new Unauthenticated();
  const { caller, qsh } = await verified(token, tenants);
  if (qsh !== 'context-qsh') throw new Unauthenticated();
  return caller;
}

/** Signature and claims that every token of a person has. @throws Unauthenticated */
export async function verified(
  token: string,
  tenants: TenantStore,
): Promise<{ caller: Caller; qsh: string }> {
  const issuer = Claims.safeParse(jsonwebtoken.decode(token)).data?.iss;
  if (issuer === undefined) throw new Unauthenticated();
  const tenant = await tenants.byClientKey(issuer);
  const secret = tenant?.state === 'active' ? await tenants.sharedSecret(issuer) : null;
  if (!tenant || secret === null) throw new Unauthenticated();
  try {
    const { sub, qsh } = Claims.parse(
      jsonwebtoken.verify(token, secret, { algorithms: ['HS256'], clockTolerance: LEEWAY_SECONDS }),
    );
    return { caller: { tenant, accountId: sub }, qsh };
  } catch {
    throw new Unauthenticated();
  }
}
