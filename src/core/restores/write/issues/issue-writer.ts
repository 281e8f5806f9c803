import { identityOf, type IssueObject } from '../../../assets/issues/issue-object.ts';
import { OutcomeUnknown } from '../../../assets/ports/outcome-unknown.ts';
import type { Issue } from '../../../assets/model/issue.ts';
import type { IssuesReader } from '../../../assets/ports/issues/issues-reader.ts';
import type { IssuesWriter } from '../../../assets/ports/issues/issues-writer.ts';
import { WriteRefused } from '../../../assets/ports/write-refused.ts';
import { runParallel, writingPace } from '../../../assets/reading/run-parallel.ts';
import { count } from '../../../kernel/counted.ts';
import { Refused, Unavailable } from '../../../kernel/errors.ts';
import {
  judgeIssues,
  readIssueRules,
  type IssueRuleParts,
  type JudgedIssue,
  type ReadIssueRules,
} from '../../issues/judge-issues.ts';
import { isUntouched } from '../../issues/is-untouched.ts';
import { judgeIssue, type IssueVerdict } from '../../issues/issue-verdict.ts';
import type { MatchedObjects } from '../../objects/object-matches.ts';
import type { IssueLine } from '../../report/issue-line.ts';
import type { RestoreRoute } from '../../report/restore-line.ts';
import type { RestoreAttempt } from '../attempt/restore-attempt.ts';
import type { RestoreContext } from '../../context/restore-context.ts';
import { setLivingObjects } from './set-living-objects.ts';

/** How many answers may be lost before the issue counts as one that can't be set. */
const MAX_LOST = 10;
/**
 * The longest wait between a lost answer and reading the issue again; it grows with each lost
 * answer.
 */
const LOST_WAIT_MS = 10_000;
/** Objects that the report names for an issue that was set without them. */
const MAX_NAMED = 20;

interface WrittenIssue {
  backup: Issue;
  line: IssueLine;
  /** Whether nobody but restores had changed it since its backup. */
  isOwn: boolean;
}

/** What an interrupted attempt noted of an issue. */
type EarlierLine = Pick<IssueLine, 'fields' | 'reason'>;

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
  /** Issues that an interrupted attempt has set, or was about to. */
  readonly #earlier = new Map<string, EarlierLine>();

  constructor(writing: IssueWriting) {
    const { attempt, context, objects, issues } = writing;
    const { input, reader, restores } = attempt.parts;
    const ownUpdates = (ids: readonly string[]) => restores.issues.ownUpdates(writing.route, ids);
    const { signal } = attempt;
    this.#writing = writing;
    this.#parts = { context, input, objects, reader, issues, signal, ownUpdates };
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
    // Most issues name the same few fields: what is noted alike is held once.
    const notes = new Map<string, EarlierLine>();
    for (const outcome of ['pending', 'set'] as const)
      for await (const { issueId, fields, reason } of issues.lines(
        route.tenantId,
        route.runId,
        outcome,
      )) {
        const key = JSON.stringify([fields, reason]);
        const noted = notes.get(key) ?? { fields, reason };
        notes.set(key, noted);
        this.#earlier.set(issueId, noted);
      }
  }

  async #writeBatch(judged: JudgedIssue[], rules: ReadIssueRules): Promise<void> {
    const waiting = judged.filter(({ verdict }) => verdict.set.size > 0);
    const others = judged.filter(({ verdict }) => verdict.set.size === 0);
    const { attempt } = this.#writing;
    if (judged.some(({ verdict }) => verdict.unread.length > 0)) attempt.note(NOT_UNDERSTOOD);
    await this.#note(waiting.map((each) => ({ ...this.#line(each), outcome: 'pending' })));
    await this.#note(others.map((each) => this.#line(each)));
    const next = () => {
      const issue = waiting.shift();
      if (!issue) return null;
      const { backup } = issue;
      return async (signal: AbortSignal): Promise<WrittenIssue> => ({
        backup,
        ...(await this.#writeOne(issue, rules, signal)),
      });
    };
    const written: WrittenIssue[] = [];
    try {
      for await (const each of runParallel(next, writingPace(attempt.parts.pace))) {
        written.push(each);
        await attempt.saveIfDue();
      }
      await this.#addOwnUpdates(written, rules);
    } finally {
      await this.#note(written.map(({ line }) => line));
    }
  }

  /** How issues stand after they were set, where only restores have ever changed them. */
  async #addOwnUpdates(written: WrittenIssue[], rules: ReadIssueRules): Promise<void> {
    const { issues, context, attempt } = this.#writing;
    const own = written.filter(({ line, isOwn }) => isOwn && line.outcome === 'set');
    if (own.length === 0 || !context.destination.isSameSite) return;
    const ids = own.map(({ backup }) => backup.id);
    const now = await issues.issues(ids, rules.fields.targets, attempt.signal);
    const byId = new Map(now.map((issue) => [issue.id, issue]));
    for (const { line, backup } of own) {
      const left = byId.get(backup.id);
      // Somebody may have changed it right after it was set.
      if (!left || judgeIssue(backup, left, rules).outcome !== 'right') continue;
      line.ownUpdate = { since: backup.updated, updated: left.updated };
    }
  }

  /** Read again just before it is written: somebody may be editing it. */
  async #writeOne(
    issue: JudgedIssue,
    rules: ReadIssueRules,
    signal: AbortSignal,
  ): Promise<Omit<WrittenIssue, 'backup'>> {
    const { issues, attempt } = this.#writing;
    const { backup, own } = issue;
    const id = issue.now?.id ?? backup.id;
    const leftOut = new Set<string>();
    let isOwn = true;
    for (let lost = 0; lost < MAX_LOST; lost += 1) {
      const now = await issues.issue(id, rules.fields.targets, signal);
      await rules.formerKeys.learn([{ backup, now }]);
      const verdict = judgeIssue(backup, now, rules, own);
      const judged = { backup, now: now ?? undefined, own, verdict };
      if (isDone(verdict, lost))
        return { line: { ...withLeftOut(this.#line(issue), leftOut), outcome: 'set' }, isOwn };
      if (verdict.set.size === 0) return { line: this.#line(judged), isOwn: false };
      isOwn &&= now !== null && isUntouched(backup, now, own);
      await attempt.assertHeld();
      try {
        await this.#set(judged, leftOut, signal);
        attempt.countIssueWrite();
        return { line: withLeftOut(this.#line(judged), leftOut), isOwn };
      } catch (error) {
        if (!(error instanceof OutcomeUnknown))
          return { line: failedLine(this.#line(judged), error), isOwn: false };
        attempt.countIssueWrite();
        await this.#waitAfterLost(lost);
      }
    }
    throw new Unavailable(
      'site-unreachable',
      `Jira didn't answer ${MAX_LOST} changes of ${backup.key}. Try again when it's available.`,
    );
  }

  /** Adds to `leftOut` the ids of objects that no longer exist and that the site refuses. */
  #set(judged: JudgedIssue, leftOut: Set<string>, signal: AbortSignal): Promise<void> {
    const { issues, attempt } = this.#writing;
    const id = judged.now?.id ?? judged.backup.id;
    return setLivingObjects(judged.verdict.set, {
      send: (values) => issues.setIssue(id, values, signal),
      exists: (object) => this.#exists(object, signal),
      leaveOut: async (gone) => {
        for (const object of gone) leftOut.add(identityOf(object));
        attempt.note(SET_WITHOUT);
        // Else nothing would tell of it once the change is made and its answer lost.
        const line = withLeftOut(this.#line(judged), leftOut);
        await this.#note([{ ...line, outcome: 'pending' }]);
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

  /** What an interrupted attempt was about to set, and is now correct, was set by it. */
  #line({ backup, now, verdict }: JudgedIssue): IssueLine {
    const { outcome, reason } = verdict;
    const own = outcome === 'right' ? this.#earlier.get(backup.id) : undefined;
    return {
      issueId: backup.id,
      key: now?.key ?? backup.key,
      summary: backup.summary,
      outcome: own ? 'set' : outcome,
      fields: own?.fields ?? verdict.fields,
      reason: own?.reason ?? reason,
    };
  }

  async #note(lines: IssueLine[]): Promise<void> {
    const { attempt, route } = this.#writing;
    if (lines.length > 0) await attempt.parts.restores.issues.note(route, lines);
  }
}

/** Whether the change was made, and only its answer was lost. */
const isDone = ({ set, outcome }: IssueVerdict, lost: number): boolean =>
  set.size === 0 && lost > 0 && outcome === 'right';

const NOT_UNDERSTOOD =
  "Issues were not set to values that the backup has in an unknown form. The report lists these issues' fields.";
const SET_WITHOUT =
  'Jira refused objects in issues that no longer exist, so these issues were set without them. The report lists the objects for each.';

/** The line, which also says what was left out. */
function withLeftOut(line: IssueLine, leftOut: ReadonlySet<string>): IssueLine {
  if (leftOut.size === 0) return line;
  const named = [...leftOut].slice(0, MAX_NAMED).join(', ');
  const others = leftOut.size > MAX_NAMED ? `, and ${count(leftOut.size - MAX_NAMED)} more` : '';
  const told = `Jira refused objects that no longer exist, so these were left out, by ID or key: ${named}${others}.`;
  return { ...line, reason: line.reason === undefined ? told : `${line.reason} ${told}` };
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
