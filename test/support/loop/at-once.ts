import type { Steps } from '../../../src/core/kernel/loops/steps.ts';

/** What comes out of steps, without letting anything else run in between. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
