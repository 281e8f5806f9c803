import type { IncomingMessage } from 'node:http';
import type { Account } from './account.ts';

/** Who sent a request: an account, nobody, or somebody whose token no longer counts. */
export type Caller = { account: Account } | 'nobody' | 'dead-token';

export function callerOf(accounts: Account[], request: IncomingMessage): Caller {
  const header = request.headers.authorization ?? '';
  if (!header.startsWith('Basic ')) return 'nobody';
  const [email, token] = Buffer.from(header.slice(6), 'base64').toString().split(/:(.*)/s);
  const found = accounts.find((each) => each.email === email && each.token === token);
  return found && !found.revoked ? { account: found } : 'dead-token';
}
