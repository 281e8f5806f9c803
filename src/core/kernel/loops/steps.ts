import { letOthersRun } from './let-others-run.ts';

/**
 * Work that is done step by step: it yields after each small one, and returns what came out. Who
 * has thousands of things to look at without ever waiting is written so.
 */
export type Steps<T> = Generator<void, T, void>;

/** Does all steps, and lets everything else run in between. @throws what a step throws */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  let step = steps.next();
  while (!step.done) {
    const pause = letOthersRun();
    if (pause) await pause;
    step = steps.next();
  }
  return step.value;
}

/** Does all steps at once: where there are few. */
export function atOnce<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** Each of these made into something else, one a step. */
export function* mapped<From, To>(items: Iterable<From>, make: (item: From) => To): Steps<To[]> {
  const made: To[] = [];
  for (const item of items) {
    made.push(make(item));
    yield;
  }
  return made;
}
