/**
 * How much of all answers together is held in memory at once, over all sites and runs. Small ones
 * are taken as they come; of larger ones only a few at a time, and only one of the largest.
 */

/** Taken as it comes. */
const SMALL_BYTES = 1 << 20;
const MEDIUM_BYTES = 8 << 20;
const MEDIUM_AT_ONCE = 8;

/** Lets a limited number in at once, in the order in which they came. */
class Turnstile {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  async enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const go = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(go), 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(go);
    });
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }
}

const medium = new Turnstile(MEDIUM_AT_ONCE);
const large = new Turnstile(1);

/**
 * The room of one answer that is being taken. It enters the turnstiles in one order, and whoever is
 * through the last one needs nothing more: nobody waits forever.
 */
export class AnswerRoom {
  readonly #entered: Turnstile[] = [];

  /** Resolves when there is room for an answer of this size. Rejects with the signal's reason. */
  async growTo(bytes: number, signal: AbortSignal): Promise<void> {
    if (bytes > SMALL_BYTES && this.#entered.length === 0) await this.#enter(medium, signal);
    if (bytes > MEDIUM_BYTES && this.#entered.length === 1) await this.#enter(large, signal);
  }

  /** To be called when the answer has ended, in whatever way. */
  leave(): void {
    for (const turnstile of this.#entered.splice(0)) turnstile.leave();
  }

  async #enter(turnstile: Turnstile, signal: AbortSignal): Promise<void> {
    await turnstile.enter(signal);
    this.#entered.push(turnstile);
  }
}
