import type { AccountRefusal } from '../../../core/sites/checks/account-refusal.ts';
import type { Lozenge } from '../../view/components/lozenge.ts';

const CONNECTED: Lozenge = { text: 'Connected', look: 'success' };
const FAILED: Lozenge = { text: 'Failed', look: 'removed' };
const LACKS_RIGHTS: Lozenge = { text: 'Permissions missing', look: 'moved' };

const REFUSALS: Record<AccountRefusal, string> = {
  'token-refused': 'The site rejected this account. Replace its token or password.',
  'captcha-required':
    'The site wants a CAPTCHA from this account. Sign in to it once in a browser, then try again.',
  'own-access-refused':
    "The site doesn't let this app in without an account. Connect an account below.",
};

/** An account, as far as its site was heard of. */
export interface AccountState {
  state: Lozenge;
  /** Why the site doesn't let it in. */
  refusal: string | undefined;
}

interface Known {
  refusal: AccountRefusal | undefined;
  /** It lacks rights. */
  lacksRights?: boolean;
  /** A test of it, just now, whose errors say why. */
  hasTestFailed?: boolean | undefined;
}

/** Of the account of any site that Settings shows. */
export function accountState({ refusal, lacksRights, hasTestFailed }: Known): AccountState {
  if (hasTestFailed) return { state: FAILED, refusal: undefined };
  if (refusal) return { state: FAILED, refusal: REFUSALS[refusal] };
  return { state: lacksRights ? LACKS_RIGHTS : CONNECTED, refusal: undefined };
}
