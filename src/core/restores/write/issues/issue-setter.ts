import { identityOf, type IssueObject } from '../../../assets/issues/issue-object.ts';
import { OutcomeUnknown } from '../../../assets/ports/outcome-unknown.ts';
import { WriteRefused } from '../../../assets/ports/write-refused.ts';
import { count } from '../../../kernel/counted.ts';
import { Refused, Unavailable } from '../../../kernel/errors.ts';
import { isOfIssue } from '../../issues/is-of-issue.ts';
import { isUntouched } from '../../issues/is-untouched.ts';
import { judgeIssue, type IssueVerdict } from '../../issues/issue-verdict.ts';
import type { JudgedIssue, ReadIssueRules } from '../../issues/judge-issues.ts';
import type { IssueLine } from '../../report/issue-line.ts';
import { noteLines, type IssueWriting } from './issue-writing.ts';
import { setLivingObjects } from './set-living-objects.ts';
import { UnansweredIssues } from './unanswered-issues.ts';

/** How many answers may be lost before the issue counts as one that can't be set. */
const MAX_LOST = 10;
/**
 * The longest wait between a lost answer and reading the issue again; it grows with each lost
 * answer.
 */
const LOST_WAIT_MS = 10_000;
/** Objects that the report names for an issue that was set without them. */
const MAX_NAMED = 20;

export interface SetIssue {
  line: IssueLine;
  /** Whether nobody but restores had changed it since its backup. */
  isOwn: boolean;
}

/**
 * Sets the fields of issues, each by one call. What Jira refuses for one issue, or never answers,
 * is its line in the report, and the others are set.
 */
export class IssueSetter {
  readonly #writing: IssueWriting;
  readonly #rules: ReadIssueRules;
  readonly #lineOf: (judged: JudgedIssue) => IssueLine;
  readonly #unanswered = new UnansweredIssues();

  constructor(
    writing: IssueWriting,
    rules: ReadIssueRules,
    lineOf: (judged: JudgedIssue) => IssueLine,
  ) {
    this.#writing = writing;
    this.#rules = rules;
    this.#lineOf = lineOf;
  }

  /** @throws Unavailable, LeaseLost, and Refused for what concerns more than an issue */
  async set(issue: JudgedIssue, signal: AbortSignal): Promise<SetIssue> {
    try {
      return await this.#set(issue, signal);
    } catch (error) {
      return { line: failedLine(this.#lineOf(issue), error), isOwn: false };
    }
  }

  async #set(issue: JudgedIssue, signal: AbortSignal): Promise<SetIssue> {
    const { attempt } = this.#writing;
    const { backup, own } = issue;
    const leftOut = new Set<string>();
    let isOwn = true;
    let why = '';
    for (let lost = 0; lost < MAX_LOST; lost += 1) {
      const judged = await this.#judgeAgain(issue, signal);
      const { verdict, now } = judged;
      if (isDone(verdict, lost))
        return { line: { ...withLeftOut(this.#lineOf(issue), leftOut), outcome: 'set' }, isOwn };
      if (verdict.set.size === 0) return { line: this.#lineOf(judged), isOwn: false };
      isOwn &&= now !== undefined && isUntouched(backup, now, own);
      await attempt.assertHeld();
      try {
        const refusals = await this.#send(judged, leftOut, signal);
        attempt.countIssueWrite();
        this.#unanswered.noteTaken();
        const line = withLeftOut(this.#lineOf(judged), leftOut);
        return refusals.length === 0
          ? { line, isOwn }
          : { line: partlySet(line, refusals), isOwn: false };
      } catch (error) {
        if (!(error instanceof OutcomeUnknown)) throw error;
        why = error.why ?? error.message;
        attempt.countIssueWrite();
        await this.#waitAfterLost(lost);
      }
    }
    return { line: this.#giveUp(issue, why), isOwn: false };
  }

  /** Read again just before it is written: somebody may be editing it. */
  async #judgeAgain({ backup, now, own }: JudgedIssue, signal: AbortSignal): Promise<JudgedIssue> {
    const rules = this.#rules;
    const id = now?.id ?? backup.id;
    const found = await this.#writing.issues.issue(id, rules.fields.targets, signal);
    await rules.formerKeys.learn([{ backup, now: found }]);
    const verdict = judgeIssue(backup, found, rules, own);
    return { backup, now: found ?? undefined, own, verdict };
  }

  /**
   * Adds to `leftOut` the ids of objects that no longer exist and that the site refuses. Returns
   * the refusals of fields without which the others were set.
   */
  #send(
    judged: JudgedIssue,
    leftOut: Set<string>,
    signal: AbortSignal,
  ): Promise<readonly WriteRefused[]> {
    const { issues, attempt } = this.#writing;
    const id = judged.now?.id ?? judged.backup.id;
    return setLivingObjects(judged.verdict.set, {
      send: (values) => issues.setIssue(id, values, signal),
      exists: (object) => this.#exists(object, signal),
      leaveOut: async (gone) => {
        for (const object of gone) leftOut.add(identityOf(object));
        attempt.noteForGood(SET_WITHOUT);
        // Else nothing would tell of it once the change is made and its answer lost.
        const line = withLeftOut(this.#lineOf(judged), leftOut);
        await noteLines(this.#writing, [{ ...line, outcome: 'pending' }]);
        await attempt.assertHeld();
      },
    });
  }

  /** One of another workspace, or that the account may not look at, counts as there. */
  async #exists({ workspaceId, objectId }: IssueObject, signal: AbortSignal): Promise<boolean> {
    const { target, input } = this.#writing.attempt.parts;
    if (objectId === '') return false;
    if (workspaceId !== '' && workspaceId !== input.place.siteKey) return true;
    try {
      return (await target.object(objectId, signal)) !== null;
    } catch (error) {
      if (error instanceof Refused && error.code === 'no-permission') return true;
      throw error;
    }
  }

  #waitAfterLost(lost: number): Promise<void> {
    const { clock, settleMs, pace } = this.#writing.attempt.parts;
    return clock.sleep(Math.min(settleMs * (lost + 1), LOST_WAIT_MS), pace.signal);
  }

  /** @throws Unavailable where it isn't only this issue */
  #giveUp(issue: JudgedIssue, why: string): IssueLine {
    const { key } = issue.backup;
    const said = `Jira didn't answer any of ${MAX_LOST} attempts to change ${key} (${why}).`;
    this.#unanswered.add(
      new Unavailable('site-unreachable', `${said} Try again when it's available.`),
    );
    const reason = `${said} Look at the issue in Jira, then restore again.`;
    return { ...this.#lineOf(issue), outcome: 'failed', reason };
  }
}

/** Whether the change was made, and only its answer was lost. */
const isDone = ({ set, outcome }: IssueVerdict, lost: number): boolean =>
  set.size === 0 && lost > 0 && outcome === 'right';

const SET_WITHOUT =
  'Jira refused objects in issues that no longer exist, so these issues were set without them. The report lists the objects for each.';

/** The line, which also says what was left out. */
function withLeftOut(line: IssueLine, leftOut: ReadonlySet<string>): IssueLine {
  if (leftOut.size === 0) return line;
  const named = [...leftOut].slice(0, MAX_NAMED).join(', ');
  const others = leftOut.size > MAX_NAMED ? `, and ${count(leftOut.size - MAX_NAMED)} more` : '';
  return withReason(
    line,
    `Jira refused objects that no longer exist, so these were left out, by ID or key: ${named}${others}.`,
  );
}

function partlySet(line: IssueLine, refusals: readonly WriteRefused[]): IssueLine {
  const said = refusals.map(({ message }) => message).join(' ');
  const told = `Jira refused the change of some of the fields, and the others were set: ${said}`;
  return { ...withReason(line, told), outcome: 'failed' };
}

const withReason = (line: IssueLine, told: string): IssueLine => ({
  ...line,
  reason: line.reason === undefined ? told : `${line.reason} ${told}`,
});

/** A refusal for one issue says nothing about the others. @throws whatever concerns them all */
function failedLine(line: IssueLine, error: unknown): IssueLine {
  if (error instanceof WriteRefused)
    return { ...line, outcome: 'failed', reason: `Jira refused the change: ${error.message}` };
  if (!isOfIssue(error)) throw error;
  return { ...line, outcome: 'failed', reason: error.message };
}
