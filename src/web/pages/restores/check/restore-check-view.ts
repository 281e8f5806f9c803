import { resultOf } from '../../../../core/runs/run-fields.ts';
import type { RestoreCheckRun } from '../../../../core/restores/check/restore-check-kind.ts';
import type { RestoreRun } from '../../../../core/restores/restore-kind.ts';
import {
  isSound,
  type CheckedObject,
  type CheckFacts,
} from '../../../../core/restores/restore-facts.ts';
import { isOpen } from '../../../../core/runs/run.ts';
import { sayValue, showDate, type ShownDate } from '../../../view/formats/dates.ts';
import { count, counted } from '../../../view/formats/numbers.ts';
import { progressView, type ProgressView } from '../../../view/components/progress-view.ts';
import type { Reader } from '../../../view/reader.ts';

/** *Check the result*: the newest check, if there is one. */
export interface RestoreCheckView {
  restoreId: string;
  /** Whether what it would compare with is gone. */
  closed: boolean;
  /** There is no check yet. */
  none: boolean;
  /** Whether a check begins automatically. */
  soon?: boolean | undefined;
  checkId?: string | undefined;
  open?: boolean | undefined;
  stopping?: boolean | undefined;
  progress?: ProgressView | undefined;
  failed?: string | undefined;
  stopped?: boolean | undefined;
  /** What a check that is complete has found. */
  result?: CheckResultView | undefined;
}

/** A check that begins automatically does so within this time. */
const SOON_MS = 30_000;

interface CheckResultView {
  date: ShownDate | undefined;
  sound: boolean;
  /** Everything matches except what the options leave alone. */
  asChosen: boolean;
  /** "717 of 1,220 objects match exactly." */
  matching: string;
  structure: string[];
  /** Issues that don't lead to the restored objects. */
  issues: string[];
  sums: { name: string; count: string }[];
  differing: ListView<CheckedLine> | undefined;
  kept: ListView<CheckedLine> | undefined;
  missing: ListView<CheckFacts['missingObjects'][number]> | undefined;
}

interface CheckedLine extends Pick<CheckedObject, 'key' | 'targetKey' | 'label'> {
  what: string;
}

interface ListView<T> {
  objects: T[];
  /** Says how many there are, when not all are listed. */
  more: string | undefined;
}

export function restoreCheckView(
  restore: Pick<RestoreRun, 'id' | 'endedAt'>,
  run: RestoreCheckRun | undefined,
  reader: Reader,
  isGone = false,
): RestoreCheckView {
  const shown = { restoreId: restore.id, closed: isGone };
  if (!run) return { ...shown, none: !isGone, soon: !isGone && isJustOver(restore, reader) };
  const open = isOpen(run);
  return {
    ...shown,
    none: false,
    checkId: run.id,
    open,
    stopping: run.cancelRequested,
    progress: open ? progressView(run, reader.nowMs) : undefined,
    failed: run.state === 'failed' ? (run.message ?? 'The check failed.') : undefined,
    stopped: run.state === 'stopped',
    result: run.state === 'complete' ? resultView(run, reader) : undefined,
  };
}

function matchingWords({ compared, equal, explained }: CheckFacts): string {
  if (compared === 0) return 'There were no objects to compare.';
  if (equal === compared)
    return compared === 1
      ? 'The object matches exactly.'
      : `All ${count(equal)} objects match exactly.`;
  const match = `${count(equal)} of ${counted(compared, 'object')} ${equal === 1 ? 'matches' : 'match'} exactly.`;
  const differ = counted(explained, 'differs', 'differ');
  return explained > 0 ? `${match} ${differ} only by the values listed.` : match;
}

function resultView(run: RestoreCheckRun, reader: Reader): CheckResultView {
  const facts = resultOf(run);
  const sound = isSound(facts);
  const lineOf = (object: CheckedObject): CheckedLine => checkedLine(object, reader);
  return {
    date: run.endedAt && showDate(run.endedAt, reader),
    sound: sound && facts.kept === 0,
    asChosen: sound && facts.kept > 0,
    matching: matchingWords(facts),
    structure: facts.structure,
    issues: (facts.issues?.differing ?? []).map(({ key, what }) => `${key}: ${what}`),
    sums: [
      { name: 'Objects compared', count: count(facts.compared) },
      { name: 'Equal', count: count(facts.equal) },
      { name: 'Known differences', count: count(facts.explained) },
      { name: 'Kept by your options', count: count(facts.kept) },
      { name: 'Missing', count: count(facts.missing) },
      { name: 'Different', count: count(facts.differingCount) },
      ...issueSums(facts),
    ],
    differing: listView(facts.differingCount, facts.differing.map(lineOf)),
    kept: listView(facts.kept, facts.keptObjects.map(lineOf)),
    missing: listView(facts.missing, facts.missingObjects),
  };
}

/** Characters of what stands on one side of a difference. */
const MAX_SIDE = 200;

function checkedLine(
  { key, targetKey, label, differing, what }: CheckedObject,
  reader: Reader,
): CheckedLine {
  const side = (values: readonly string[]): string =>
    values.length === 0
      ? 'nothing'
      : values
          .map((value) => sayValue(value, reader))
          .join(', ')
          .slice(0, MAX_SIDE);
  const words = differing.map(
    ({ attribute, wanted, actual }) =>
      `${attribute}: ${side(wanted)} in the backup, ${side(actual)} on the destination`,
  );
  return { key, targetKey, label, what: what ?? words.join('; ') };
}

const issueSums = ({ issues }: CheckFacts): { name: string; count: string }[] =>
  issues
    ? [
        { name: 'Issues compared', count: count(issues.compared) },
        { name: 'Issues that lead to the right objects', count: count(issues.right) },
        { name: 'Issues different', count: count(issues.differingCount) },
      ]
    : [];

/** Whether the check begins automatically. */
const isJustOver = ({ endedAt }: Pick<RestoreRun, 'endedAt'>, { nowMs }: Reader): boolean =>
  endedAt !== undefined && Math.abs(nowMs - endedAt.getTime()) < SOON_MS;

/** Undefined where there is nothing to list. */
function listView<T>(counted: number, objects: T[]): ListView<T> | undefined {
  if (objects.length === 0) return undefined;
  const isAll = counted <= objects.length;
  const more = `Showing the first ${count(objects.length)} of ${count(counted)}.`;
  return { objects, more: isAll ? undefined : more };
}
