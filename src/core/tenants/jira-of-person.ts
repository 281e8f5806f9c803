import type { JiraPerson } from './jira-app.ts';

/** What Jira says of whoever a token of theirs belongs to. */
export interface SelfInJira {
  person: JiraPerson;
  /** Whether they have the global ADMINISTER permission right now. */
  administers: boolean;
}

/** What is asked of Jira as the person in front of the page, with a token that is theirs. */
export interface JiraOfPerson {
  /**
   * Asks Jira each time; the token is kept nowhere. @throws Unavailable `jira-unavailable` |
   * `jira-limits` when Jira can't be asked: never let anyone in then
   */
  lookAtSelf(cloudId: string, token: string): Promise<SelfInJira>;
}
