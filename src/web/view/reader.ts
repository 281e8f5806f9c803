/** For whom, and as of when, something is rendered. */
export interface Reader {
  /** The person's own in Jira. */
  timeZone: string;
  nowMs: number;
}
