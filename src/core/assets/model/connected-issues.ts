/** The issues of Jira that name an object, as Assets counts them (assets-api: A.9). */
export interface ConnectedIssues {
  count: number;
  /** JQL that finds the same in Jira; empty where the site doesn't say. */
  jql: string;
}
