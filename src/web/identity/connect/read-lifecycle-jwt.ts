import { createHash } from 'node:crypto';
import type { Request } from 'express';
import jsonwebtoken from 'jsonwebtoken';
import { z } from 'zod';
import { Unauthenticated } from '../unauthenticated.ts';
import { hashesOf } from './read-page-jwt.ts';
import { tokenOf } from './token-of.ts';

const LEEWAY_SECONDS = 3;
/** A path that cannot escape its folder. */
const KEY_ID = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/;
const Claims = z.object({
  iss: z.string().min(1).max(200),
  aud: z.union([z.string(), z.tuple([z.string()], z.string()).transform(([first]) => first)]),
  iat: z.number(),
  exp: z.number(),
  qsh: z.string(),
});

export interface LifecycleOptions {
  /** The audience of the call. */
  baseUrl: string;
  /**
   * The public key of an id, as PEM; null for one that Atlassian does not know. @throws Unavailable
   */
  findInstallKey: (id: string) => Promise<string | null>;
}

/** The call's identity, which is the same when it is sent again, and when it was signed. */
export interface SignedCall {
  id: string;
  signedAt: Date;
}

/**
 * A call about an installation: RS256 with Atlassian's install key, with an issue time and an
 * expiry, for this service and this very address, by the client that the body names (connect: 1.6).
 * @throws Unauthenticated; Unavailable when the key cannot be asked for
 */
export async function readLifecycleJwt(
  request: Request,
  { baseUrl, findInstallKey }: LifecycleOptions,
): Promise<SignedCall> {
  const token = tokenOf(request, ['header', 'query']);
  const key = await findInstallKey(readKeyId(token));
  if (key === null) throw new Unauthenticated();
  const { iss, aud, iat, qsh } = verify(token, key);
  const { clientKey } = (request.body ?? {}) as { clientKey?: unknown };
  const isMeant =
    aud.replace(/\/$/, '') === baseUrl && iss === clientKey && hashesOf(request).includes(qsh);
  const signedAt = new Date(iat * 1000);
  if (!isMeant || Number.isNaN(signedAt.getTime())) throw new Unauthenticated();
  return { id: createHash('sha256').update(token).digest('hex'), signedAt };
}

/** @throws Unauthenticated */
function readKeyId(token: string): string {
  const { alg, kid = '' } = jsonwebtoken.decode(token, { complete: true })?.header ?? {};
  if (alg !== 'RS256' || !KEY_ID.test(kid)) throw new Unauthenticated();
  return kid;
}

/** @throws Unauthenticated */
function verify(token: string, key: string): z.output<typeof Claims> {
  try {
    return Claims.parse(
      jsonwebtoken.verify(token, key, { algorithms: ['RS256'], clockTolerance: LEEWAY_SECONDS }),
    );
  } catch {
    throw new Unauthenticated();
  }
}
