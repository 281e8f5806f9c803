import type { Unavailable } from '../../../kernel/errors.ts';

/** More of them are no exceptions. */
const MAX_UNANSWERED = 20;
/** The same where not one change was taken. */
const MAX_WITHOUT_ANY = 2;

/** Issues whose changes Jira doesn't answer, though it answers when it's asked for them. */
export class UnansweredIssues {
  #count = 0;
  #isAnyTaken = false;

  /** Jira took a change of another one. */
  noteTaken(): void {
    this.#isAnyTaken = true;
  }

  /** @throws `error` if it's Jira, and not the issue, that doesn't answer */
  add(error: Unavailable): void {
    this.#count += 1;
    if (this.#count > (this.#isAnyTaken ? MAX_UNANSWERED : MAX_WITHOUT_ANY)) throw error;
  }
}
