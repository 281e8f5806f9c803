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
  if (days < 0)
    return `The API token expired on ${expiresOn}. Create a new one and edit the configuration.`;
  return `The API token expires ${inWords(days, expiresOn)}. Create a new one and edit the configuration before then.`;
}

function inWords(days: number, expiresOn: string): string {
  if (days === 0) return 'today';
  return days === 1 ? 'tomorrow' : `in ${days} days, on ${expiresOn}`;
}
