import { resultOf } from '../../../../core/runs/run-fields.ts';
import type { RestoreCheckRun } from '../../../../core/restores/check/restore-check-kind.ts';
import type { RestoreRun } from '../../../../core/restores/restore-kind.ts';
import {
  isSound,
  type CheckedObject,
  type CheckFacts,
} from '../../../../core/restores/restore-facts.ts';
import { isOpen } from '../../../../core/runs/run.ts';
import { showDate, type ShownDate } from '../../../view/dates.ts';
import { count, counted } from '../../../view/numbers.ts';
import { progressView, type ProgressView } from '../../../view/progress-view.ts';
import type { Reader } from '../../../view/reader.ts';

/** *Check the result*: the newest check, if there is one. */
export interface RestoreCheckView {
  restoreId: string;
  /** There is no check yet. */
  none: boolean;
  /** One begins by itself. */
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

/** A check that begins by itself does so within this time. */
const SOON_MS = 30_000;

interface CheckResultView {
  date: ShownDate | undefined;
  sound: boolean;
  /** Sound but for what the options leave alone. */
  asChosen: boolean;
  /** "717 of 1,220 objects match exactly." */
  matching: string;
  structure: string[];
  sums: { name: string; count: string }[];
  differing: ListView<CheckedObject> | undefined;
  kept: ListView<CheckedObject> | undefined;
  missing: ListView<CheckFacts['missingObjects'][number]> | undefined;
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
): RestoreCheckView {
  const restoreId = restore.id;
  if (!run) return { restoreId, none: true, soon: isJustOver(restore, reader) };
  const open = isOpen(run);
  return {
    restoreId,
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
  const objects = counted(compared, 'object');
  if (equal === compared) return `All ${objects} match exactly.`;
  const match = `${count(equal)} of ${objects} match exactly.`;
  return explained > 0 ? `${match} ${count(explained)} differ only by the values listed.` : match;
}

function resultView(run: RestoreCheckRun, reader: Reader): CheckResultView {
  const facts = resultOf(run);
  const sound = isSound(facts);
  return {
    date: run.endedAt && showDate(run.endedAt, reader),
    sound: sound && facts.kept === 0,
    asChosen: sound && facts.kept > 0,
    matching: matchingWords(facts),
    structure: facts.structure,
    sums: [
      { name: 'Objects compared', count: count(facts.compared) },
      { name: 'Equal', count: count(facts.equal) },
      { name: 'Known differences', count: count(facts.explained) },
      { name: 'Kept by your options', count: count(facts.kept) },
      { name: 'Missing', count: count(facts.missing) },
      { name: 'Different', count: count(facts.differingCount) },
    ],
    differing: listView(facts.differingCount, facts.differing),
    kept: listView(facts.kept, facts.keptObjects),
    missing: listView(facts.missing, facts.missingObjects),
  };
}

/** The check begins by itself. */
const isJustOver = ({ endedAt }: Pick<RestoreRun, 'endedAt'>, { nowMs }: Reader): boolean =>
  endedAt !== undefined && Math.abs(nowMs - endedAt.getTime()) < SOON_MS;

/** Undefined where there is nothing to list. */
function listView<T>(counted: number, objects: T[]): ListView<T> | undefined {
  if (objects.length === 0) return undefined;
  const isAll = counted <= objects.length;
  const more = `Showing the first ${count(objects.length)} of ${count(counted)}.`;
  return { objects, more: isAll ? undefined : more };
}
