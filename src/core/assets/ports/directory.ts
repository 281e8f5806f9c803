/** A user in the site's directory. */
export interface DirectoryUser {
  accountId: string;
  displayName: string;
  email: string | null;
  /** False for a deactivated account, which values cannot name. */
  active: boolean;
}

/** A version of a project. */
export interface DirectoryVersion {
  id: string;
  name: string;
}

/** The names that a site lists. */
export interface ListedNames {
  names: string[];
  /** Whether these are all, by the site's own account. */
  complete: boolean;
}

/**
 * The people, groups and projects of a site, which values in Assets name (assets-api: C.4). @throws
 * Refused `no-permission` for an account that may not browse people; otherwise as AssetsReader
 */
export interface Directory {
  /** Whether an account ID is the same person's on all sites of this kind. */
  readonly hasGlobalAccountIds: boolean;
  /** The accounts among these that the site knows. */
  people(accountIds: string[], signal?: AbortSignal): Promise<DirectoryUser[]>;
  /**
   * The one active person with exactly this visible email; `null` if there is none or several, or
   * if the account may not browse people.
   */
  personByEmail(email: string, signal?: AbortSignal): Promise<DirectoryUser | null>;
  /** Names of all groups. */
  groups(signal?: AbortSignal): Promise<ListedNames>;
  /** Keys of all projects that the account sees. */
  projects(signal?: AbortSignal): Promise<ListedNames>;
  /**
   * All versions of a project; none if there's no such project, or if the account can't see it.
   * Absent where values can't name versions.
   */
  versions?(projectKey: string, signal?: AbortSignal): Promise<DirectoryVersion[]>;
}
