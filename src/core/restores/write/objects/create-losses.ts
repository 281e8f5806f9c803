/** How often an object is sent again after lost answers before it, or the site, is given up. */
export const MAX_LOSSES = 6;
/** Answers that may still come when a site goes down: more of them show that it is up. */
const LATE_ANSWERS = 50;

/** Lost answers to the creates of objects, by node. */
export class CreateLosses {
  readonly #counts: Uint8Array;
  /** How many creates were answered before the node's first answer was lost. */
  readonly #answeredBefore: Uint32Array;
  #answered = 0;

  /** `size`: how many nodes there are. */
  constructor(size: number) {
    this.#counts = new Uint8Array(size);
    this.#answeredBefore = new Uint32Array(size);
  }

  /** The site answered a create. */
  end(): void {
    this.#answered += 1;
  }

  add(node: number): void {
    const before = this.#counts[node] ?? 0;
    if (before === 0) this.#answeredBefore[node] = this.#answered;
    this.#counts[node] = before + 1;
  }

  isGivenUp(node: number): boolean {
    return (this.#counts[node] ?? 0) >= MAX_LOSSES;
  }

  /** Whether the site has answered the creates of others since. */
  isOfNodeAlone(node: number): boolean {
    return this.#answered - (this.#answeredBefore[node] ?? 0) > LATE_ANSWERS;
  }
}
