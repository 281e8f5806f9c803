const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/**
 * How long an agent waits after so many failures in a row: each time twice as long, up to a minute,
 * and not all agents equally long, so that they don't come back together when the service does.
 * Pure but for `random`.
 */
export const retryWaitMs = (failures: number, random: number): number =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1)) * (0.5 + random / 2);
