import { resultOf } from '../../../../core/runs/run-fields.ts';
import type { RestoreCheckRun } from '../../../../core/restores/check/restore-check-kind.ts';
import type { RunId } from '../../../../core/kernel/ids.ts';
import {
  isSound,
  type CheckedObject,
  type CheckFacts,
} from '../../../../core/restores/restore-facts.ts';
import { isOpen } from '../../../../core/runs/run.ts';
import { showDate, type ShownDate } from '../../../view/dates.ts';
import { count } from '../../../view/numbers.ts';
import { progressView, type ProgressView } from '../../../view/progress-view.ts';
import type { Reader } from '../../../view/reader.ts';

/** *Check the result*: the newest check, if there is one. */
export interface RestoreCheckView {
  restoreId: string;
  /** There is no check yet. */
  none: boolean;
  checkId?: string | undefined;
  open?: boolean | undefined;
  stopping?: boolean | undefined;
  progress?: ProgressView | undefined;
  failed?: string | undefined;
  stopped?: boolean | undefined;
  /** What a check that is complete has found. */
  result?: CheckResultView | undefined;
}

interface CheckResultView {
  date: ShownDate | undefined;
  sound: boolean;
  /** Sound but for what the options leave alone. */
  asChosen: boolean;
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
  restoreId: RunId,
  run: RestoreCheckRun | undefined,
  reader: Reader,
): RestoreCheckView {
  if (!run) return { restoreId, none: true };
  const open = isOpen(run);
  return {
    restoreId,
    none: false,
    checkId: run.id,
    open,
    stopping: run.cancelRequested,
    progress: open ? progressView(run, reader.nowMs) : undefined,
    failed: run.state === 'failed' ? (run.message ?? 'The check could not be made.') : undefined,
    stopped: run.state === 'stopped',
    result: run.state === 'complete' ? resultView(run, reader) : undefined,
  };
}

function resultView(run: RestoreCheckRun, reader: Reader): CheckResultView {
  const facts = resultOf(run);
  const sound = isSound(facts);
  return {
    date: run.endedAt && showDate(run.endedAt, reader.timeZone),
    sound: sound && facts.kept === 0,
    asChosen: sound && facts.kept > 0,
    structure: facts.structure,
    sums: [
      { name: 'Objects compared', count: count(facts.compared) },
      { name: 'Equal', count: count(facts.equal) },
      { name: 'Explained by the report', count: count(facts.explained) },
      { name: 'Left so by the options', count: count(facts.kept) },
      { name: 'Missing', count: count(facts.missing) },
      { name: 'Different', count: count(facts.differingCount) },
    ],
    differing: listView(facts.differingCount, facts.differing),
    kept: listView(facts.kept, facts.keptObjects),
    missing: listView(facts.missing, facts.missingObjects),
  };
}

/** Undefined where there is nothing to list. */
function listView<T>(counted: number, objects: T[]): ListView<T> | undefined {
  if (objects.length === 0) return undefined;
  const isAll = counted <= objects.length;
  const more = `${count(counted)} were counted; the first ${count(objects.length)} are listed.`;
  return { objects, more: isAll ? undefined : more };
}
