import { count, counted } from '../../kernel/counted.ts';
import type { Run } from '../../runs/run.ts';
import type { RestoreCounts } from './restore-line.ts';

/** The verdict on a restore that has ended, or on one in progress. */
export type Verdict = 'good' | 'short' | 'stopped' | 'failed' | 'open';

/** `good` only where nothing is missing. */
export function verdictOf(
  state: Run['state'],
  { failed, skipped, valuesLeftOut, issues, lacking = [] }: RestoreCounts,
): Verdict {
  if (state === 'stopped' || state === 'failed') return state;
  if (state !== 'complete') return 'open';
  const missing = failed + skipped + valuesLeftOut + countNotSet(issues) + lacking.length;
  return missing === 0 ? 'good' : 'short';
}

const countNotSet = (issues: RestoreCounts['issues']): number =>
  issues ? issues.changed + issues.missing + issues.failed : 0;

const BEGINNINGS: Record<Run['state'], string> = {
  queued: 'Restore queued',
  running: 'Restore in progress',
  complete: 'Restore complete',
  failed: 'Restore failed',
  stopped: 'Restore stopped',
};

/** Replaces the figures. */
const NOTHING: Record<Run['state'], string> = {
  queued: 'nothing written yet',
  running: 'nothing written yet',
  complete: 'nothing to change',
  failed: 'nothing written',
  stopped: 'nothing written',
};

/** "Restore complete · 1,220 created, 503 values skipped". */
export function verdictSentence(state: Run['state'], counts: RestoreCounts): string {
  const { created, updated, skipped, failed, valuesLeftOut, issues, lacking = [] } = counts;
  const notSet = countNotSet(issues);
  const parts: [number, string][] = [
    [created, `${count(created)} created`],
    [updated, `${count(updated)} updated`],
    [failed, `${count(failed)} failed`],
    [skipped, `${counted(skipped, 'object')} skipped`],
    [valuesLeftOut, `${counted(valuesLeftOut, 'value')} skipped`],
    [issues?.set ?? 0, `${counted(issues?.set ?? 0, 'issue')} set`],
    [notSet, `${counted(notSet, 'issue')} not set`],
    [lacking.length, `${lacking.join(' and ')} incomplete`],
  ];
  const said = parts.filter(([number]) => number > 0).map(([, words]) => words);
  return `${BEGINNINGS[state]} · ${said.join(', ') || NOTHING[state]}`;
}
