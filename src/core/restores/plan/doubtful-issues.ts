import { readIssueValue } from '../../assets/issues/issue-object.ts';
import type { Issue } from '../../assets/model/issue.ts';
import { ISSUE_OPTIONS } from '../issues/is-set-anyway.ts';
import { judgeIssue, type IssueRules } from '../issues/issue-verdict.ts';
import type { JudgedIssue } from '../issues/judge-issues.ts';
import { unresolved, type Unresolved } from '../resolve/unresolved.ts';
import { MAX_LISTED } from './max-listed.ts';

const MAX_SUMMARY = 200;

/**
 * The issues that are left unless somebody chooses otherwise: changed since the backup, or, on
 * another site, perhaps not the same ones.
 */
export class DoubtfulIssues {
  /** The first of them. */
  readonly listed: Unresolved[] = [];
  readonly #rules: IssueRules;
  #things = 0;
  #values = 0;

  constructor(rules: IssueRules) {
    this.#rules = { ...rules, overwrites: () => false };
  }

  /** How many, and how many values of objects of the backup they hold in it. */
  get counts(): { things: number; values: number } {
    return { things: this.#things, values: this.#values };
  }

  /** Takes the issue up where it is one of them, whatever was chosen for it. */
  note({ backup, now, own }: JudgedIssue): void {
    const { outcome, reason = '' } = judgeIssue(backup, now, this.#rules, own);
    if (outcome !== 'changed') return;
    const uses = this.#valuesOf(backup);
    this.#things += 1;
    this.#values += uses;
    if (this.listed.length >= MAX_LISTED) return;
    const { id, key, summary } = backup;
    const name = `${key} ${summary.slice(0, MAX_SUMMARY)}`;
    this.listed.push(
      unresolved({ kind: 'issue', id, name, uses, why: reason, options: ISSUE_OPTIONS }),
    );
  }

  #valuesOf({ values }: Issue): number {
    const { ids } = this.#rules;
    return Object.values(values)
      .flatMap((value) => readIssueValue(value).objects)
      .filter(({ objectId }) => ids.isRestored(objectId)).length;
  }
}
