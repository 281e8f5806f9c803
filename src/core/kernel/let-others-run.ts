/** One piece of work holds the process no longer than this without a look around. */
const SLICE_MS = 10;

let turnBeganMs = -Infinity;

/**
 * To be awaited between small steps of work that never waits by itself: now and then it lets
 * everything else have its turn, so that nothing holds the process for long. Costs next to nothing
 * when it was not long.
 */
export function letOthersRun(): Promise<void> | undefined {
  return performance.now() - turnBeganMs < SLICE_MS ? undefined : nextTurn();
}

async function nextTurn(): Promise<void> {
  await new Promise<void>((resolve) => void setImmediate(resolve));
  turnBeganMs = performance.now();
}
