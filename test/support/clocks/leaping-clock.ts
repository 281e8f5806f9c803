import { SteppingClock } from './stepping-clock.ts';

/**
 * A stepping clock whose date and time can leap, as when somebody sets a machine's clock. What is
 * measured and slept continues at its own pace.
 */
export class LeapingClock extends SteppingClock {
  #offMs = 0;

  override now(): number {
    return super.now() + this.#offMs;
  }

  /** Ahead, or back where `ms` is below zero. */
  leap(ms: number): void {
    this.#offMs += ms;
  }
}
