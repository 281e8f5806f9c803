/** What a site's rate limit has taught, kept so that a successor knows it. */
export interface SiteBudgetState {
  /** Requests a minute that the site was seen to allow; null: it never refused one. */
  limit: number | null;
}

/** Held by one process at a time: whoever holds it makes the background calls to that site. */
export interface SiteLease {
  /** What the holder before left. */
  readonly state: SiteBudgetState | null;
  /** The holder before did not give it back: the window that it was in counts as spent. */
  readonly takenOver: boolean;
  /** Shows that the holder lives, and stores the state. False: the lease is somebody else's now. @throws Unavailable */
  beat(state: SiteBudgetState): Promise<boolean>;
  /** Idempotent. */
  release(state: SiteBudgetState): Promise<void>;
}

/** One rate budget per site, whichever replica works. A site is named by its workspace, across tenants. */
export interface SiteLeases {
  /** `null` while another process holds it and lives. @throws Unavailable */
  acquire(siteKey: string): Promise<SiteLease | null>;
}
