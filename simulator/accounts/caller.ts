import type { IncomingMessage } from 'node:http';
import type { AddressForm } from '../http/read-address.ts';
import type { Account, ScopedToken } from './account.ts';

/** Who sent a request: an account, nobody, or somebody whose token no longer counts. */
export type Caller = { account: Account; scopes?: ScopedToken['assets'] } | 'nobody' | 'dead-token';

/** A scoped token only counts where the address names the cloud id (assets-api: G, Tokens). */
export function callerOf(accounts: Account[], request: IncomingMessage, form: AddressForm): Caller {
  const credentials = readCredentials(request.headers.authorization ?? '');
  if (!credentials) return 'nobody';
  const { email, token } = credentials;
  const account = accounts.find(
    (each) =>
      (email === undefined || each.email === email) &&
      (each.scoped?.token === token || (email !== undefined && each.token === token)),
  );
  if (!account || account.revoked) return 'dead-token';
  if (account.scoped?.token !== token) return { account };
  return form === 'cloud-id' ? { account, scopes: account.scoped.assets } : 'dead-token';
}

/** Basic, or the token alone as Bearer. */
function readCredentials(header: string): { email?: string; token: string } | undefined {
  if (header.startsWith('Bearer ')) return { token: header.slice('Bearer '.length) };
  if (!header.startsWith('Basic ')) return undefined;
  const text = Buffer.from(header.slice('Basic '.length), 'base64').toString();
  const [email = '', token = ''] = text.split(/:(.*)/s);
  return { email, token };
}
