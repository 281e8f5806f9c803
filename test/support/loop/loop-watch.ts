import { measureSlowness } from './measure-slowness.ts';
import { threadCpuMs } from './thread-cpu-ms.ts';

/**
 * How often the loop is looked at while nothing holds it. Short turns since the last look count
 * with the long one that follows: so much too much at most.
 */
const TICK_MS = 2;

/** One turn of the event loop that kept everything else waiting. */
export interface Hold {
  /** Time of the processor, not of the wall: another process may have had it in between. */
  cpuMs: number;
  at: Date;
}

/**
 * Watches the event loop of this thread. A timer is due every few milliseconds; what the thread
 * works between two of its turns, it worked without letting anybody else in. Waiting costs no time
 * of the processor, so that a busy machine is not taken for a held loop. The limit is that of a
 * machine without other work: where the same work takes longer right now, so may a turn.
 */
export class LoopWatch {
  readonly #limitMs: number;
  readonly #onHold: (hold: Hold) => void;
  readonly #slowness: () => number;
  #timer: NodeJS.Timeout | undefined;
  #usedMs = 0;

  /** `slowness`: how many times as long as usual the same work takes right now. */
  constructor(limitMs: number, onHold: (hold: Hold) => void, slowness = measureSlowness) {
    this.#slowness = slowness;
    this.#limitMs = limitMs;
    this.#onHold = onHold;
  }

  start(): void {
    this.#usedMs = threadCpuMs();
    this.#timer = setInterval(() => this.#look(), TICK_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const cpuMs = threadCpuMs() - this.#usedMs;
    if (cpuMs > this.#limitMs && cpuMs > this.#limitMs * this.#slowness())
      this.#onHold({ cpuMs, at: new Date() });
    this.#usedMs = threadCpuMs();
  }
}
