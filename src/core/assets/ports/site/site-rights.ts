/** What the account may do on the site; undefined where the site does not say. */
export interface SiteRights {
  /** Whether it administers Jira and so may create schemas. */
  administers: boolean | undefined;
  /** Whether it can find people and groups. */
  browsesUsers: boolean | undefined;
}

/** Asks a site what the account may do there. */
export interface RightsReader {
  /** @throws as AssetsReader (assets-api: C.4, mypermissions) */
  rights(signal?: AbortSignal): Promise<SiteRights>;
}
