import type { Parameters } from 'fast-check';

/**
 * How often a property is tried: few times, or as many as in the long tests. The seed is a new one
 * each time; a property that fails tells it, and `TEST_SEED` takes it again.
 */
export function randomRuns(few: number, many: number): Parameters<unknown> {
  const seed = process.env['TEST_SEED'];
  return {
    numRuns: process.env['TEST_LONG'] ? many : few,
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  };
}
