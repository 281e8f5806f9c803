import { OutcomeUnknown } from '../../../assets/ports/outcome-unknown.ts';
import type { IssuesReader } from '../../../assets/ports/issues/issues-reader.ts';
import type { IssuesWriter } from '../../../assets/ports/issues/issues-writer.ts';
import { WriteRefused } from '../../../assets/ports/write-refused.ts';
import { runParallel, writingPace } from '../../../assets/reading/run-parallel.ts';
import { Refused, Unavailable } from '../../../kernel/errors.ts';
import {
  judgeIssues,
  readIssueRules,
  type IssueRuleParts,
  type JudgedIssue,
} from '../../issues/judge-issues.ts';
import { judgeIssue, type IssueRules } from '../../issues/issue-verdict.ts';
import type { MatchedObjects } from '../../objects/object-matches.ts';
import type { IssueLine } from '../../report/issue-line.ts';
import type { RestoreRoute } from '../../report/restore-line.ts';
import type { RestoreAttempt } from '../attempt/restore-attempt.ts';
import type { RestoreContext } from '../../context/restore-context.ts';

/** How many answers may be lost before the issue counts as one that can't be set. */
const MAX_LOST = 10;
/**
 * The longest wait between a lost answer and reading the issue again; it grows with each lost
 * answer.
 */
const LOST_WAIT_MS = 10_000;

interface IssueWriting {
  attempt: RestoreAttempt;
  /** With what the run has made. */
  context: RestoreContext;
  objects: MatchedObjects;
  route: RestoreRoute;
  issues: IssuesReader & IssuesWriter;
}

/**
 * Sets the fields of issues to the restored objects. An issue that needs it is noted, read once
 * more, and written by one call; correct fields are not written, so that it may be repeated from
 * any point.
 */
export class IssueWriter {
  readonly #writing: IssueWriting;
  readonly #parts: IssueRuleParts;
  /** Issues that an interrupted attempt has set, or was about to, with their fields by name. */
  readonly #earlier = new Map<string, string[]>();

  constructor(writing: IssueWriting) {
    const { attempt, context, objects, issues } = writing;
    const { input, reader } = attempt.parts;
    this.#writing = writing;
    this.#parts = { context, input, objects, reader, issues, signal: attempt.signal };
  }

  /** @throws Unavailable, LeaseLost, and Refused for what concerns more than an issue */
  async write(): Promise<void> {
    const { attempt } = this.#writing;
    const { total } = await attempt.parts.reader.entries({ kind: 'issue', limit: 0 });
    attempt.beginStep('Setting objects in issues', { done: 0, total });
    await this.#readEarlier();
    const rules = await readIssueRules(this.#parts);
    let done = 0;
    for await (const judged of judgeIssues(this.#parts, rules)) {
      await this.#writeBatch(judged, rules);
      done += judged.length;
      attempt.parts.meter.set({ done });
    }
    await this.#noteLeft();
  }

  async #noteLeft(): Promise<void> {
    const { attempt, route } = this.#writing;
    const counts = await attempt.parts.restores.issues.counts(route.tenantId, route.runId);
    const left: [number, string][] = [
      [counts.changed, 'left as they are because they were changed after the backup'],
      [counts.missing, 'not on the destination, or not visible to the account'],
      [counts.failed, 'not set because Jira or a field refused it'],
    ];
    for (const [number, what] of left)
      if (number > 0)
        attempt.note(`Issues ${what}: ${number}. The report lists each with its reason.`);
  }

  async #readEarlier(): Promise<void> {
    const { attempt, route } = this.#writing;
    if (!attempt.isResumed) return;
    const { issues } = attempt.parts.restores;
    // Most issues name the same few fields: each list of names is held once.
    const lists = new Map<string, string[]>();
    for (const outcome of ['pending', 'set'] as const)
      for await (const line of issues.lines(route.tenantId, route.runId, outcome)) {
        const key = line.fields.join('\n');
        const fields = lists.get(key) ?? line.fields;
        lists.set(key, fields);
        this.#earlier.set(line.issueId, fields);
      }
  }

  async #writeBatch(judged: JudgedIssue[], rules: IssueRules): Promise<void> {
    const waiting = judged.filter(({ verdict }) => verdict.set.size > 0);
    const others = judged.filter(({ verdict }) => verdict.set.size === 0);
    await this.#note(waiting.map((each) => ({ ...this.#line(each), outcome: 'pending' })));
    await this.#note(others.map((each) => this.#line(each)));
    const next = () => {
      const issue = waiting.shift();
      return issue ? (signal: AbortSignal) => this.#writeOne(issue, rules, signal) : null;
    };
    const { attempt } = this.#writing;
    const lines: IssueLine[] = [];
    try {
      for await (const line of runParallel(next, writingPace(attempt.parts.pace))) {
        lines.push(line);
        await attempt.saveIfDue();
      }
    } finally {
      await this.#note(lines);
    }
  }

  /** Read again just before it is written: somebody may be editing it. */
  async #writeOne(issue: JudgedIssue, rules: IssueRules, signal: AbortSignal): Promise<IssueLine> {
    const { issues, attempt } = this.#writing;
    const { backup } = issue;
    const id = issue.now?.id ?? backup.id;
    for (let lost = 0; lost < MAX_LOST; lost += 1) {
      const now = await issues.issue(id, rules.fields.targets, signal);
      const verdict = judgeIssue(backup, now, rules);
      const judged = { backup, now: now ?? undefined, verdict };
      // The change was made, only its answer was lost.
      const isDone = verdict.set.size === 0 && lost > 0 && verdict.outcome === 'right';
      if (isDone) return { ...this.#line(issue), outcome: 'set' };
      if (verdict.set.size === 0) return this.#line(judged);
      await attempt.assertHeld();
      try {
        await issues.setIssue(id, verdict.set, signal);
        attempt.countIssueWrite();
        return this.#line(judged);
      } catch (error) {
        if (!(error instanceof OutcomeUnknown)) return failedLine(this.#line(judged), error);
        attempt.countIssueWrite();
        await this.#waitAfterLost(lost);
      }
    }
    throw new Unavailable(
      'site-unreachable',
      `Jira didn't answer ${MAX_LOST} changes of ${backup.key}. Try again when it's available.`,
    );
  }

  #waitAfterLost(lost: number): Promise<void> {
    const { clock, settleMs, pace } = this.#writing.attempt.parts;
    return clock.sleep(Math.min(settleMs * (lost + 1), LOST_WAIT_MS), pace.signal);
  }

  /** What an interrupted attempt was about to set, and is now correct, was set by it. */
  #line({ backup, now, verdict }: JudgedIssue): IssueLine {
    const { outcome, reason } = verdict;
    const own = outcome === 'right' ? this.#earlier.get(backup.id) : undefined;
    return {
      issueId: backup.id,
      key: now?.key ?? backup.key,
      summary: backup.summary,
      outcome: own ? 'set' : outcome,
      fields: own ?? verdict.fields,
      reason,
    };
  }

  async #note(lines: IssueLine[]): Promise<void> {
    const { attempt, route } = this.#writing;
    if (lines.length > 0) await attempt.parts.restores.issues.note(route, lines);
  }
}

/** A refusal for one issue says nothing about the others. @throws whatever concerns them all */
function failedLine(line: IssueLine, error: unknown): IssueLine {
  if (error instanceof WriteRefused)
    return { ...line, outcome: 'failed', reason: `Jira refused the change: ${error.message}` };
  const isOfIssue = error instanceof Refused && OF_ISSUE.has(error.code);
  if (!isOfIssue) throw error;
  return { ...line, outcome: 'failed', reason: error.message };
}

const OF_ISSUE: ReadonlySet<string> = new Set(['no-permission', 'issue-gone', 'site-refused']);
