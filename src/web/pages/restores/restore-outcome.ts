import type { RestoreFacts } from '../../../core/restores/restore-facts.ts';
import type { Run } from '../../../core/runs/run.ts';
import { count } from '../../view/numbers.ts';

/** How a restore ended, in a sentence. */
export interface OutcomeView {
  look: 'success' | 'warning' | 'error';
  text: string;
}

/** A figure with its name. */
export interface SumView {
  name: string;
  count: string;
}

export type RestoreCounts = Pick<
  RestoreFacts,
  'created' | 'updated' | 'left' | 'skipped' | 'failed' | 'valuesLeftOut'
>;

/** Undefined while it has not ended; `facts` are those of a restore that is complete. */
export function restoreOutcome(
  { state, message, cancelledBy }: Run,
  facts: RestoreFacts | undefined,
): OutcomeView | undefined {
  if (facts && facts.failed > 0)
    return {
      look: 'warning',
      text: `Completed, but ${facts.failed === 1 ? '1 object' : `${count(facts.failed)} objects`} could not be written. The reasons are listed below.`,
    };
  if (facts) return { look: 'success', text: message ?? 'Operation success' };
  if (state === 'failed')
    return { look: 'error', text: message ?? 'The restore ended with an error.' };
  if (state === 'stopped')
    return {
      look: 'warning',
      text: `Stopped${cancelledBy ? ` by ${cancelledBy.name}` : ''}. What was written until then stays in Assets.`,
    };
  return undefined;
}

export function restoreSums(counts: RestoreCounts, facts: RestoreFacts | undefined): SumView[] {
  const sums: [string, number][] = [
    ['Created', counts.created],
    ['Updated', counts.updated],
    ['Left as they were', counts.left],
    ['Skipped', counts.skipped],
    ['Failed', counts.failed],
    ['Values left out', counts.valuesLeftOut],
  ];
  if (facts)
    sums.push(['Calls that wrote', facts.writes], ['of them for objects', facts.objectWrites]);
  return sums.map(([name, value]) => ({ name, count: count(value) }));
}
