/** For whom, and as of when, something is rendered. */
export interface Reader {
  /** The person's own in Jira. */
  timeZone: string;
  /** Their language, as Jira names it; English where it does not tell. */
  locale?: string | undefined;
  nowMs: number;
}
