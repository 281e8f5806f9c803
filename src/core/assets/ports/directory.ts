/** A user as the site's directory knows them. */
export interface DirectoryUser {
  accountId: string;
  displayName: string;
  email: string | null;
  /** False for a deactivated account: values cannot name it. */
  active: boolean;
}

/** Names that a site lists. */
export interface ListedNames {
  names: string[];
  /** Whether these are all, as far as the site's own words tell. */
  complete: boolean;
}

/**
 * The people, groups and projects around the Assets of a site, which values name (assets-api: C.4).
 * @throws Refused `no-permission` for an account that may not browse people; otherwise as
 * AssetsReader
 */
export interface Directory {
  /** Those of these accounts that the site knows. */
  people(accountIds: string[], signal?: AbortSignal): Promise<DirectoryUser[]>;
  /**
   * The one active person whose visible email is exactly this; `null` where there is none, or
   * several, or where the account may not browse people.
   */
  personByEmail(email: string, signal?: AbortSignal): Promise<DirectoryUser | null>;
  /** Names of all groups. */
  groups(signal?: AbortSignal): Promise<ListedNames>;
  /** Keys of all projects that the account sees. */
  projects(signal?: AbortSignal): Promise<ListedNames>;
}
