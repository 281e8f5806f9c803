const DAY_MS = 86_400_000;
const WARN_DAYS = 14;

/**
 * The banner about an API token that ends soon or has ended; `undefined` when there is nothing to
 * say. `expiresOn` is `YYYY-MM-DD`.
 */
export function tokenExpiryBanner(
  expiresOn: string | undefined,
  nowMs: number,
): string | undefined {
  if (!expiresOn) return undefined;
  const days = Math.ceil((Date.parse(`${expiresOn}T00:00:00Z`) - nowMs) / DAY_MS);
  if (days > WARN_DAYS) return undefined;
  if (days < 0) return `Your API token expired on ${sayDay(expiresOn)}.`;
  return `Your API token expires ${inWords(days, expiresOn)}.`;
}

function inWords(days: number, expiresOn: string): string {
  if (days === 0) return 'today';
  return days === 1 ? 'tomorrow' : `in ${days} days (${sayDay(expiresOn)})`;
}

/** As "3 Dec 2026". */
const sayDay = (day: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(new Date(`${day}T00:00:00Z`));
