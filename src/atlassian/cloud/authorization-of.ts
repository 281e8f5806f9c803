import type { CloudAccount } from '../../core/sites/kinds/cloud-credentials.ts';
import { basicAuth } from '../http/basic-auth.ts';
import type { Authorization } from '../http/with-authorization.ts';

/** Accounts sign with their email and token, the app with a token that lives for hours. */
export function authorizationOf({ email, token, tokenKind, renew }: CloudAccount): Authorization {
  if (tokenKind !== 'own') return basicAuth(email, token);
  return async () => `Bearer ${renew ? await renew() : token}`;
}
