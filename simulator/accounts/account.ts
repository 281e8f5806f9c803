/** Somebody who can call the site. Passwords of a pretend site are no secrets. */
export interface Account {
  accountId: string;
  email: string;
  token: string;
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
  revoked: boolean;
  timeZone: string;
}
