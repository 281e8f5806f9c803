/** One piece of work holds the process no longer than this without a look around. */
const SLICE_MS = 10;

let turnBeganMs = -Infinity;
/** Works that wait for their turn, the one that has waited longest first. */
const waiting: (() => void)[] = [];

/**
 * To be awaited between small steps of work that never waits on its own: now and then it lets
 * everything else have its turn, so that nothing holds the process for long. Costs next to nothing
 * when it was not long.
 */
export function letOthersRun(): Promise<void> | undefined {
  return performance.now() - turnBeganMs < SLICE_MS ? undefined : nextTurn();
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(goOn);
  });
}

/** One work continues in a turn of the event loop: the slices of several would add up. */
function goOn(): void {
  turnBeganMs = performance.now();
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(goOn);
}
