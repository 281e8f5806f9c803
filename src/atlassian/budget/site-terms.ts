/** How much a site is called, as its kind says, beside what the site itself says. */
export interface SiteTerms {
  /** Calls in flight at most. */
  maxInFlight: number;
  /** Calls a minute at most, those of pages counted; null: as many as the site takes. */
  callsPerMinute: number | null;
  /** Whether people work on the answering machine and must not notice the calls (`Courtesy`). */
  isShared: boolean;
}

/** For a site that protects itself. */
export const FREE_TERMS: SiteTerms = { maxInFlight: 24, callsPerMinute: null, isShared: false };
