/** How long unused calls can be made up for. */
const SLACK_MS = 1_000;

/** A number of calls a minute, evenly spread. Times are monotonic, ms. */
export class Ceiling {
  readonly #apartMs: number;
  /** When the next call is due. */
  #dueAt = 0;

  /** Null: there is none. */
  constructor(callsPerMinute: number | null) {
    this.#apartMs = callsPerMinute === null ? 0 : 60_000 / callsPerMinute;
  }

  /** The earliest time for a call. */
  get opensAt(): number {
    return this.#apartMs === 0 ? -Infinity : this.#dueAt - this.#slackMs;
  }

  /** A call is made. */
  count(now: number): void {
    this.#dueAt = Math.max(this.#dueAt, now) + this.#apartMs;
  }

  /** At least one call, however few a minute there are. */
  get #slackMs(): number {
    return SLACK_MS > this.#apartMs ? SLACK_MS : 0;
  }
}
