import { until } from '../../../scripts/admin-session.ts';
import type { AdjustableClock } from './adjustable-clock.ts';

/** As long as the service waits between two rounds of its upkeep. */
const ROUND_MS = 15_000;

/**
 * Asks again and again until the answer is there, and lets a round of the service's upkeep come
 * due each time. For what nothing but upkeep is awaited: runs that wait would lose their patience.
 */
export function untilPassed<T>(
  clock: AdjustableClock,
  what: string,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  return until(what, async () => {
    const answer = await ask();
    if (answer === undefined) clock.pass(ROUND_MS);
    return answer;
  });
}
