import { createHash } from 'node:crypto';
import jwt from 'atlassian-jwt';

/** The hash of a call, as Connect puts it in a token. */
export function qshOf(method: string, path: string): string {
  return jwt.createQueryStringHash(jwt.fromMethodAndUrl(method.toUpperCase() as 'GET', path));
}

/** A hash over an address in its canonical form. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A token of the algorithm `none`. */
export function unsignedToken(claims: object): string {
  const parts = [{ alg: 'none', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return `${parts.join('.')}.`;
}

/** Signs tokens as an installed site does, for calls of one person. */
export class TokenMaker {
  readonly now = Math.floor(Date.now() / 1000);
  readonly #installed: { clientKey: string; sharedSecret: string };
  readonly #accountId: string;

  constructor(installed: { clientKey: string; sharedSecret: string }, accountId: string) {
    this.#installed = installed;
    this.#accountId = accountId;
  }

  sign(claims: object, secret = this.#installed.sharedSecret): string {
    const { now } = this;
    return jwt.encodeSymmetric(
      { iss: this.#installed.clientKey, sub: this.#accountId, iat: now, exp: now + 600, ...claims },
      secret,
    );
  }
}
