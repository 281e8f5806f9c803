import type { RunId } from '../../../../core/kernel/ids.ts';
import { isOpen, type Run } from '../../../../core/runs/run.ts';
import { checkFacts, isSound } from '../../../../core/restores/restore-facts.ts';
import type { Call } from '../../../handling/call.ts';
import { showDate } from '../../../view/dates.ts';
import { count } from '../../../view/numbers.ts';
import { progressView } from '../../../view/progress-view.ts';

/** *Check the result*: the newest check, if there is one. */
export function checkView(restoreId: RunId, run: Run | undefined, call: Call): object {
  if (!run) return { restoreId, none: true };
  const open = isOpen(run);
  const base = {
    restoreId,
    checkId: run.id,
    open,
    stopping: run.cancelRequested,
    progress: open && progressView(run, call.clock.now()),
    date: run.endedAt && showDate(run.endedAt, call.person.timeZone),
    failed: run.state === 'failed' && (run.message ?? 'The check could not be made.'),
    stopped: run.state === 'stopped',
  };
  if (run.state !== 'complete') return base;
  const facts = checkFacts(run);
  const { compared, equal, explained, kept, missing, differingCount, structure, ...listed } = facts;
  const sound = isSound(facts);
  return {
    ...base,
    done: true,
    sound: sound && kept === 0,
    asChosen: sound && kept > 0,
    structure,
    sums: [
      { name: 'Objects compared', count: count(compared) },
      { name: 'Equal', count: count(equal) },
      { name: 'Explained by the report', count: count(explained) },
      { name: 'Left so by the options', count: count(kept) },
      { name: 'Missing', count: count(missing) },
      { name: 'Different', count: count(differingCount) },
    ],
    differing: list(differingCount, listed.differing),
    kept: list(kept, listed.keptObjects),
    missing: list(missing, listed.missingObjects),
  };
}

/** Undefined where there is nothing to list. */
function list<T>(
  counted: number,
  objects: T[],
): { objects: T[]; more: string | undefined } | undefined {
  return objects.length === 0
    ? undefined
    : {
        objects,
        more:
          counted > objects.length
            ? `${count(counted)} were counted; the first ${count(objects.length)} are listed.`
            : undefined,
      };
}
