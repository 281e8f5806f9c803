import { DAY_MS } from '../../kernel/time/durations.ts';

const WARN_DAYS = 14;

/** An API token that ends soon or has ended. */
export interface TokenExpiry {
  /** `YYYY-MM-DD` */
  expiresOn: string;
  /** From now on; 0: it ends today, nobody knows at which hour; below 0: it has ended. */
  days: number;
}

/** `undefined` while the end is further away than 14 days, or not known. */
export function tokenExpiry(expiresOn: string | undefined, nowMs: number): TokenExpiry | undefined {
  if (!expiresOn) return undefined;
  const days = Math.ceil((Date.parse(`${expiresOn}T00:00:00Z`) - nowMs) / DAY_MS);
  return days > WARN_DAYS ? undefined : { expiresOn, days };
}
