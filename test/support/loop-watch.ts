/** How often the loop is looked at while nothing holds it. */
const TICK_MS = 10;

/** One turn of the event loop that kept everything else waiting. */
export interface Hold {
  /** Time of the processor, not of the wall: another process may have had it in between. */
  cpuMs: number;
  at: Date;
}

/**
 * Watches the event loop of this thread. A timer is due every few milliseconds; what the thread
 * works between two of its turns, it worked without letting anybody else in. Waiting costs no time
 * of the processor, so that a busy machine is not taken for a held loop.
 */
export class LoopWatch {
  readonly #limitMs: number;
  readonly #onHold: (hold: Hold) => void;
  #timer: NodeJS.Timeout | undefined;
  #usedMs = 0;

  constructor(limitMs: number, onHold: (hold: Hold) => void) {
    this.#limitMs = limitMs;
    this.#onHold = onHold;
  }

  start(): void {
    this.#usedMs = usedMs();
    this.#timer = setInterval(() => this.#look(), TICK_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const used = usedMs();
    const cpuMs = used - this.#usedMs;
    this.#usedMs = used;
    if (cpuMs > this.#limitMs) this.#onHold({ cpuMs, at: new Date() });
  }
}

/** What this thread has used of the processor since it began. */
function usedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
