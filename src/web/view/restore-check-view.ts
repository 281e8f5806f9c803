import type { RunId } from '../../core/ids.ts';
import { isOpen, type Run } from '../../core/job/run.ts';
import { checkFacts } from '../../core/restore/restore-facts.ts';
import type { Call } from '../reply.ts';
import { showDate } from './dates.ts';
import { count } from './numbers.ts';
import { progressView } from './run-view.ts';

/** *Check the result*: the newest check, if there is one. */
export function checkView(restoreId: RunId, run: Run | undefined, call: Call): object {
  if (!run) return { restoreId, none: true };
  const open = isOpen(run);
  const base = { restoreId, checkId: run.id, open, stopping: run.cancelRequested, progress: open && progressView(run, call.clock.now()), date: run.endedAt && showDate(run.endedAt, call.person.timeZone), failed: run.state === 'failed' && (run.message ?? 'The check could not be made.'), stopped: run.state === 'stopped' };
  if (run.state !== 'complete') return base;
  const { compared, equal, explained, missing, differing, differingCount, structure } = checkFacts(run);
  const sound = missing === 0 && differingCount === 0 && structure.length === 0;
  return {
    ...base, done: true, sound, sums: [{ name: 'Objects compared', count: count(compared) }, { name: 'Equal', count: count(equal) }, { name: 'Explained by the report', count: count(explained) }, { name: 'Missing', count: count(missing) }, { name: 'Different', count: count(differingCount) }],
    differing, structure, more: differingCount > differing.length ? `${count(differingCount)} were counted; the first ${count(differing.length)} are listed.` : undefined,
  };
}
