/** What the account may do on the site; undefined where the site does not say. */
export interface SiteRights {
  /** It administers Jira: it may make schemas. */
  administers: boolean | undefined;
  /** It finds people and groups. */
  browsesUsers: boolean | undefined;
}

/** Asks a site what the account may do there. */
export interface RightsReader {
  /** @throws as AssetsReader (assets-api: C.4, mypermissions) */
  rights(signal?: AbortSignal): Promise<SiteRights>;
}
