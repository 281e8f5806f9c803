import type { RestoreFacts } from '../../../../core/restores/restore-facts.ts';
import type { RestoreCounts } from '../../../../core/restores/report/restore-line.ts';
import {
  verdictOf,
  verdictSentence,
  type Verdict,
} from '../../../../core/restores/report/verdict-of.ts';
import type { Run } from '../../../../core/runs/run.ts';
import { barView, type BarView } from '../../../view/components/bar-view.ts';
import { count, counted } from '../../../view/formats/numbers.ts';

/** How a restore ended, or how far it is, in one sentence and one bar. */
export interface OutcomeView {
  verdict: Verdict;
  sentence: string;
  /** More details, for a restore that did not complete. */
  about: string | undefined;
  isAlarm: boolean;
  bar: BarView;
  complete: string;
  short: string;
  failed: string;
  objects: string;
}

/** A figure with its name. */
export interface SumView {
  name: string;
  count: string;
}

export function restoreOutcome(
  { state, message, cancelledBy }: Run,
  counts: RestoreCounts,
): OutcomeView {
  const verdict = verdictOf(state, counts);
  const { created, updated, left, skipped, failed, valuesLeftOut } = counts;
  const there = created + updated + left;
  // Versions that did not count the objects counted their values.
  const incomplete = Math.min(there, counts.incomplete ?? valuesLeftOut);
  const complete = there - incomplete;
  const short = incomplete + skipped;
  const bar = barView(
    [
      { look: 'ok', number: complete },
      { look: 'part', number: short },
      { look: 'fail', number: failed },
    ],
    `${count(complete)} complete, ${count(short)} with values skipped, ${count(failed)} failed`,
  );
  const objects = complete + short + failed;
  return {
    verdict,
    sentence: verdictSentence(state, counts),
    about: aboutEnd(verdict, message, cancelledBy?.name),
    isAlarm: verdict === 'failed',
    bar,
    complete: count(complete),
    short: count(short),
    failed: count(failed),
    objects: counted(objects, 'object'),
  };
}

function aboutEnd(
  verdict: Verdict,
  message: string | undefined,
  by: string | undefined,
): string | undefined {
  if (verdict === 'failed') return message ?? 'The restore failed.';
  if (verdict !== 'stopped') return undefined;
  return `Stopped${by ? ` by ${by}` : ''}. What was written stays in Assets.`;
}

export function restoreSums(counts: RestoreCounts, facts: RestoreFacts | undefined): SumView[] {
  const sums: [string, number][] = [
    ['Created', counts.created],
    ['Updated', counts.updated],
    ['Unchanged', counts.left],
    ['Objects skipped', counts.skipped],
    ['Failed', counts.failed],
    ['Values skipped', counts.valuesLeftOut],
  ];
  if (facts)
    sums.push(['Write calls', facts.writes], ['Write calls for objects', facts.objectWrites]);
  return [...sums, ...issueSums(facts)].map(([name, value]) => ({ name, count: count(value) }));
}

/** Where issues were restored. */
function issueSums(facts: RestoreFacts | undefined): [string, number][] {
  if (!facts?.issues) return [];
  const { set, right, changed, missing, failed } = facts.issues;
  return [
    ['Issues set', set],
    ['Issues already right', right],
    ['Issues left', changed + missing],
    ['Issues failed', failed],
  ];
}
