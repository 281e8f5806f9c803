import { InvalidInput, Refused } from '../../kernel/errors.ts';

/** Codes of refusals that are about the account itself, whatever it was used for. */
const ACCOUNT_REFUSALS = ['token-refused', 'captcha-required', 'own-access-refused'] as const;
export type AccountRefusal = (typeof ACCOUNT_REFUSALS)[number];

/** How a site refused the account, also where that was said beside a field. */
export function accountRefusalOf(error: unknown): AccountRefusal | undefined {
  const refused = error instanceof InvalidInput ? error.cause : error;
  if (!(refused instanceof Refused)) return undefined;
  return ACCOUNT_REFUSALS.find((code) => code === refused.code);
}
