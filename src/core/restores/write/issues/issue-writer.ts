import type { Issue } from '../../../assets/model/issue.ts';
import { runParallel, writingPace } from '../../../assets/reading/run-parallel.ts';
import { findIssuesByName } from '../../issues/find-issues-by-name.ts';
import { judgeIssue } from '../../issues/issue-verdict.ts';
import {
  judgeIssues,
  readIssueRules,
  type IssueRuleParts,
  type JudgedIssue,
  type ReadIssueRules,
} from '../../issues/judge-issues.ts';
import type { IssueLine } from '../../report/issue-line.ts';
import { IssueSetter, type SetIssue } from './issue-setter.ts';
import { noteLines, type IssueWriting } from './issue-writing.ts';

interface WrittenIssue extends SetIssue {
  backup: Issue;
}

/** What an interrupted attempt noted of an issue. */
type EarlierLine = Pick<IssueLine, 'fields' | 'reason'>;

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
    const setter = new IssueSetter(this.#writing, rules, (judged) => this.#line(judged));
    for await (const judged of judgeIssues(this.#parts, rules)) {
      await this.#writeBatch(judged, setter, rules);
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
      [counts.failed, 'not set because Jira or a field refused it, or Jira never answered'],
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

  async #writeBatch(
    judged: JudgedIssue[],
    setter: IssueSetter,
    rules: ReadIssueRules,
  ): Promise<void> {
    const waiting = judged.filter(({ verdict }) => verdict.set.size > 0);
    const others = judged.filter(({ verdict }) => verdict.set.size === 0);
    const { attempt } = this.#writing;
    if (judged.some(({ verdict }) => verdict.unread.length > 0)) attempt.note(NOT_UNDERSTOOD);
    await noteLines(
      this.#writing,
      waiting.map((each) => ({ ...this.#line(each), outcome: 'pending' })),
    );
    await noteLines(
      this.#writing,
      others.map((each) => this.#line(each)),
    );
    const next = () => {
      const issue = waiting.shift();
      if (!issue) return null;
      const { backup } = issue;
      return async (signal: AbortSignal): Promise<WrittenIssue> => ({
        backup,
        ...(await setter.set(issue, signal)),
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
      await noteLines(
        this.#writing,
        written.map(({ line }) => line),
      );
    }
  }

  /** How issues stand after they were set, where only restores have ever changed them. */
  async #addOwnUpdates(written: WrittenIssue[], rules: ReadIssueRules): Promise<void> {
    const { issues, context, attempt } = this.#writing;
    const own = written.filter(({ line, isOwn }) => isOwn && line.outcome === 'set');
    if (own.length === 0 || !context.destination.isSameSite) return;
    const ids = own.map(({ backup }) => backup.id);
    const byId = await findIssuesByName(ids, {
      issues,
      fieldIds: rules.fields.targets,
      nameOf: ({ id }) => id,
      signal: attempt.signal,
    });
    for (const { line, backup } of own) {
      const left = byId.get(backup.id);
      // Somebody may have changed it right after it was set.
      if (!left || judgeIssue(backup, left, rules).outcome !== 'right') continue;
      line.ownUpdate = { since: backup.updated, updated: left.updated };
    }
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
}

const NOT_UNDERSTOOD =
  "Issues were not set to values that the backup has in an unknown form. The report lists these issues' fields.";
