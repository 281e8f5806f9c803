import { readIssueValue, type IssueObject } from '../../assets/issues/issue-object.ts';
import type { Issue } from '../../assets/model/issue.ts';
import type { IssueOutcome, OwnUpdate } from '../report/issue-line.ts';
import { fieldChange, type IssueIds } from './field-change.ts';
import { isUntouched } from './is-untouched.ts';
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
  /** Names of the fields of which the backup has values of an unknown form; these aren't set. */
  unread: string[];
  reason?: string | undefined;
}

/**
 * `now`: the issue on the destination; undefined where it is not there. `own`: changes of it by
 * earlier restores. Pure.
 */
export function judgeIssue(
  backup: Issue,
  now: Issue | undefined | null,
  rules: IssueRules,
  own: readonly OwnUpdate[] = [],
): IssueVerdict {
  if (!now) return { ...NOTHING_SET, outcome: 'missing', reason: NOT_THERE };
  const overwrites = rules.overwrites(backup.id);
  const untouched = isUntouched(backup, now, own);
  const verdict = judgeFields(backup, now, { ...rules, overwrites, untouched });
  const mayBeOther = !rules.ids.isSameSite && now.summary !== backup.summary;
  if (!mayBeOther || overwrites || verdict.outcome === 'right') return verdict;
  return { ...NOTHING_SET, outcome: 'changed', reason: OTHER_SUMMARY };
}

const NOTHING_SET = { set: new Map<string, IssueObject[]>(), fields: [], unread: [] };

type FieldRules = Omit<IssueRules, 'overwrites'> & { overwrites: boolean; untouched: boolean };

function judgeFields(backup: Issue, now: Issue, rules: FieldRules): IssueVerdict {
  const judged = Object.keys(backup.values).map((id) => judgeField(id, backup, now, rules));
  const set = new Map(judged.flatMap(({ set: each = [] }) => each));
  const unread = judged.filter(({ isUnread }) => isUnread).map(({ name }) => name);
  const ofOutcome = (outcome: IssueOutcome) => judged.filter((each) => each.outcome === outcome);
  for (const outcome of ['failed', 'changed', 'set'] as const) {
    const found = ofOutcome(outcome);
    const [first] = found;
    if (!first) continue;
    const fields = found.map(({ name }) => name);
    return { outcome, set, fields, unread, reason: inWords(first.reason, unread) };
  }
  return { outcome: 'right', set, fields: [], unread, reason: inWords(undefined, unread) };
}

/** Undefined where there is nothing to say. */
function inWords(reason: string | undefined, unread: readonly string[]): string | undefined {
  if (unread.length === 0) return reason;
  const told = `Values that the backup has in an unknown form were not set: ${unread.join(', ')}.`;
  return reason === undefined ? told : `${reason} ${told}`;
}

interface JudgedField {
  name: string;
  outcome: 'right' | 'changed' | 'set' | 'failed';
  set?: [string, IssueObject[]][];
  /** Whether the backup has values of an unknown form. */
  isUnread: boolean;
  reason?: string | undefined;
}

function judgeField(
  sourceId: string,
  backup: Issue,
  now: Issue,
  { ids, fields, overwrites, untouched }: FieldRules,
): JudgedField {
  const name = fields.nameOf(sourceId);
  const before = readIssueValue(backup.values[sourceId]);
  const field = { name, isUnread: before.unknown > 0 };
  if (!before.objects.some(({ objectId }) => ids.isRestored(objectId)))
    return { ...field, outcome: 'right' };
  const targetId = fields.targetOf(sourceId);
  if (targetId === undefined) return { ...field, outcome: 'failed', reason: NO_FIELD };
  const there = readIssueValue(now.values[targetId]);
  const states = { backup: before.objects, now: there.objects, isUntouched: untouched };
  const change = fieldChange(states, ids, overwrites);
  if (change.kind === 'changed')
    return { ...field, outcome: 'changed', reason: ids.isSameSite ? CHANGED : OTHER_OBJECTS };
  if (change.kind === 'right') return { ...field, outcome: 'right' };
  // A field is set whole: what isn't understood would be lost.
  if (there.unknown > 0) return { ...field, outcome: 'failed', reason: UNKNOWN_VALUE };
  return { ...field, outcome: 'set', set: [[targetId, change.objects]] };
}

const NOT_THERE = "The issue isn't on the destination, or the account can't see it.";
const OTHER_SUMMARY =
  'The issue with this key has another summary on the destination, so it may be another issue.';
const NO_FIELD = 'The destination has no field of this name for objects, or several of them.';
const UNKNOWN_VALUE = 'The field holds a value of an unknown form, which was left as it is.';
const CHANGED = 'The field was changed after the backup.';
const OTHER_OBJECTS = 'The field names other objects on the destination.';
