import { readIssueObjects, type IssueObject } from '../../assets/issues/issue-object.ts';
import type { Issue } from '../../assets/model/issue.ts';
import type { IssueOutcome } from '../report/issue-line.ts';
import { fieldChange, type IssueIds } from './field-change.ts';
import type { FieldMap } from './map-issue-fields.ts';

/** What is restored of issues, and how they are found. */
export interface IssueRules {
  ids: IssueIds;
  fields: FieldMap;
  /** Whether an issue is set that somebody changed since the backup, or that may be another one. */
  overwrites(issueId: string): boolean;
}

/** What is to be done with an issue. */
export interface IssueVerdict {
  outcome: Exclude<IssueOutcome, 'pending'>;
  /** By the destination's field id. */
  set: Map<string, IssueObject[]>;
  /** Names of the fields that the outcome is about. */
  fields: string[];
  reason?: string | undefined;
}

/** `now`: the issue on the destination; undefined where it is not there. Pure. */
export function judgeIssue(
  backup: Issue,
  now: Issue | undefined | null,
  rules: IssueRules,
): IssueVerdict {
  if (!now) return { outcome: 'missing', set: new Map(), fields: [], reason: NOT_THERE };
  const overwrites = rules.overwrites(backup.id);
  const verdict = judgeFields(backup, now, { ...rules, overwrites });
  const mayBeOther = !rules.ids.isSameSite && now.summary !== backup.summary;
  if (!mayBeOther || overwrites || verdict.outcome === 'right') return verdict;
  return { outcome: 'changed', set: new Map(), fields: [], reason: OTHER_SUMMARY };
}

type FieldRules = Omit<IssueRules, 'overwrites'> & { overwrites: boolean };

function judgeFields(backup: Issue, now: Issue, rules: FieldRules): IssueVerdict {
  const judged = Object.keys(backup.values).map((id) => judgeField(id, backup, now, rules));
  const set = new Map(judged.flatMap(({ set: each = [] }) => each));
  const ofOutcome = (outcome: IssueOutcome) => judged.filter((each) => each.outcome === outcome);
  for (const outcome of ['failed', 'changed', 'set'] as const) {
    const found = ofOutcome(outcome);
    const [first] = found;
    if (!first) continue;
    const fields = found.map(({ name }) => name);
    return { outcome, set, fields, reason: first.reason };
  }
  return { outcome: 'right', set, fields: [] };
}

interface JudgedField {
  name: string;
  outcome: 'right' | 'changed' | 'set' | 'failed';
  set?: [string, IssueObject[]][];
  reason?: string | undefined;
}

function judgeField(
  sourceId: string,
  backup: Issue,
  now: Issue,
  { ids, fields, overwrites }: FieldRules,
): JudgedField {
  const name = fields.nameOf(sourceId);
  const before = readIssueObjects(backup.values[sourceId]);
  if (before && !before.some(({ objectId }) => ids.isRestored(objectId)))
    return { name, outcome: 'right' };
  const targetId = fields.targetOf(sourceId);
  if (targetId === undefined) return { name, outcome: 'failed', reason: NO_FIELD };
  const there = readIssueObjects(now.values[targetId]);
  if (!before || !there) return { name, outcome: 'failed', reason: UNKNOWN_VALUE };
  const isUntouched = now.updated !== '' && now.updated === backup.updated;
  const change = fieldChange({ backup: before, now: there, isUntouched }, ids, overwrites);
  if (change.kind === 'changed')
    return { name, outcome: 'changed', reason: ids.isSameSite ? CHANGED : OTHER_OBJECTS };
  if (change.kind === 'right') return { name, outcome: 'right' };
  return { name, outcome: 'set', set: [[targetId, change.objects]] };
}

const NOT_THERE = "The issue is not on the destination, or the account can't see it.";
const OTHER_SUMMARY =
  'The issue with this key has another summary on the destination, so it may be another issue.';
const NO_FIELD = 'The destination has no field of this name for objects, or several of them.';
const UNKNOWN_VALUE = 'The field holds a value of an unknown form, which was left as it is.';
const CHANGED = 'The field was changed after the backup.';
const OTHER_OBJECTS = 'The field names other objects on the destination.';
