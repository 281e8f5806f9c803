import { accountRefusalOf, type AccountRefusal } from '../../core/sites/checks/account-refusal.ts';
import type { Http } from './http.ts';

/** Where refusals begin: what is below was answered to an account that counts. */
const FIRST_REFUSAL = 400;

/** Stands above the verdict on the token, and tells it, or that the account was accepted. */
export function withAccountWatch(
  next: Http,
  onVerdict: (refusal: AccountRefusal | null) => Promise<void>,
): Http {
  return async (call, signal) => {
    try {
      const answer = await next(call, signal);
      if (answer.status < FIRST_REFUSAL) await onVerdict(null);
      return answer;
    } catch (error) {
      const refusal = accountRefusalOf(error);
      if (refusal) await onVerdict(refusal);
      throw error;
    }
  };
}
