import type { AccountRefusal } from '../../../core/sites/checks/account-refusal.ts';
import type { TokenExpiry } from '../../../core/sites/checks/token-expiry.ts';
import type { Lozenge } from '../../view/components/lozenge.ts';

/** Of an API token; its site has the last word. */
export function tokenState(
  refusal: AccountRefusal | undefined,
  expiry: TokenExpiry | undefined,
): Lozenge {
  if (refusal === 'token-refused') return { text: 'Rejected', look: 'removed' };
  if (!expiry) return { text: 'Valid', look: 'success' };
  return expiry.days < 0
    ? { text: 'Expired', look: 'removed' }
    : { text: 'Expires soon', look: 'moved' };
}
