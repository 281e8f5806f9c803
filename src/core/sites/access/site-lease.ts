/** How long a site asked not to be called. */
export interface BlockState {
  /** No such calls until then, ms since 1970; null when the site did not ask for that. */
  blockedUntilMs: number | null;
  /**
   * How long that was when it was stored, ms: a successor waits no longer, whatever the clocks of
   * both say. Absent in what older versions stored.
   */
  blockedForMs?: number | undefined;
}

/** What a site said of the calls to one endpoint with one API key. */
export interface EndpointBudgetState extends BlockState {
  /** A fingerprint of the API key, which reveals nothing of it. */
  key: string;
  /** Method and path. */
  endpoint: string;
  /** Calls a minute that the site allows; null when it has not said. */
  perMinute: number | null;
}

/** What a successor should know of a site's rate limit. */
export interface SiteBudgetState extends BlockState {
  /** Endpoints that the site limits by themselves; absent in what older versions stored. */
  endpoints?: EndpointBudgetState[] | undefined;
}

/** Held by one process at a time: whoever holds it makes the background calls to that site. */
export interface SiteLease {
  /** What the holder before left. */
  readonly state: SiteBudgetState | null;
  /**
   * Shows that the holder lives, and stores the state. False: the lease is somebody else's now.
   * @throws Unavailable
   */
  beat(state: SiteBudgetState): Promise<boolean>;
  /** Idempotent. */
  release(state: SiteBudgetState): Promise<void>;
}

/**
 * One rate budget per site, whichever replica works. A site is named by its workspace, across
 * tenants.
 */
export interface SiteLeases {
  /** `null` while another process holds it and lives. @throws Unavailable */
  acquire(siteKey: string): Promise<SiteLease | null>;
}
