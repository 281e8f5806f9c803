/** Somebody who can call the site. Passwords of a pretend site are no secrets. */
export interface Account {
  accountId: string;
  email: string;
  /** A classic API token; a service account has none. */
  token: string | undefined;
  /** A token that is limited to scopes. */
  scoped?: ScopedToken;
  name: string;
  jiraAdmin: boolean;
  /** Sees every schema; else those whose `visibleTo` names the account, or that name nobody. */
  seesAll: boolean;
  assets: boolean;
  /**
   * Absent: a Jira administrator changes the structure of every schema, others that of the schemas
   * that name them as managers.
   */
  manages?: boolean;
  /** Whether it writes objects where it sees them. */
  writes: boolean;
  /** Without it, searches for people find nobody, and those for groups only whole names. */
  browsesUsers: boolean;
  agent: boolean;
  /** False: it sees no issue. */
  browsesIssues?: boolean;
  /** No person: not found in the directory, and cannot open pages. */
  isService?: boolean;
  revoked: boolean;
  timeZone: string;
}

/** What a scoped token may do with Assets; Jira is open to each of them. */
export interface ScopedToken {
  token: string;
  assets: 'read-and-write' | 'read' | 'nothing';
}
