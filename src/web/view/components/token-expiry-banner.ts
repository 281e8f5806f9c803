import type { TokenExpiry } from '../../../core/sites/checks/token-expiry.ts';
import { showDay } from '../formats/dates.ts';
import type { Reader } from '../reader.ts';

type Read = Pick<Reader, 'locale'>;

/** The banner about an API token that ends soon or has ended. */
export function tokenExpiryBanner(
  expiry: TokenExpiry | undefined,
  reader: Read,
): string | undefined {
  if (!expiry) return undefined;
  return expiry.days < 0
    ? `Your API token expired on ${showDay(expiry.expiresOn, reader)}.`
    : `Your API token expires ${inWords(expiry, reader)}.`;
}

function inWords({ days, expiresOn }: TokenExpiry, reader: Read): string {
  if (days === 0) return 'today';
  return days === 1 ? 'tomorrow' : `in ${days} days (${showDay(expiresOn, reader)})`;
}
