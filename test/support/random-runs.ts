import type { Parameters } from 'fast-check';

/** `npm test` tries the same inputs each time: what fails there was broken by what just changed. */
const EVERYDAY_SEED = 20_261_127;

/**
 * How often a property is tried: few times with one seed, or in the long tests many times with a
 * new one. A property that fails tells its seed, and `TEST_SEED` takes it again.
 */
export function randomRuns(few: number, many: number): Parameters<unknown> {
  const isLong = process.env['TEST_LONG'] !== undefined;
  const chosenSeed = process.env['TEST_SEED'];
  const numRuns = isLong ? many : few;
  if (chosenSeed !== undefined) return { numRuns, seed: Number(chosenSeed) };
  return isLong ? { numRuns } : { numRuns, seed: EVERYDAY_SEED };
}

/** The seed of a series of random trials: the same each time, in the long tests a new one. */
export function randomSeed(): string {
  const isLong = process.env['TEST_LONG'] !== undefined;
  return process.env['TEST_SEED'] ?? String(isLong ? Date.now() : EVERYDAY_SEED);
}
