/** How often an object is sent again after lost answers before it, or the site, is given up. */
export const MAX_LOSSES = 6;
/** Answers that may still come when a site goes down: more of them show that it is up. */
const LATE_ANSWERS = 50;

/** More objects that are never answered are no exceptions. */
const MAX_UNANSWERED = 20;

/** Lost answers to the creates of objects, by node. */
export class CreateLosses {
  readonly #counts: Uint8Array;
  /** How many creates were answered before the node's first answer was lost. */
  readonly #answeredBefore: Uint32Array;
  /** Nodes whose creates were not answered so far. */
  readonly #unanswered = new Set<number>();
  #answered = 0;

  /** `size`: how many nodes there are. */
  constructor(size: number) {
    this.#counts = new Uint8Array(size);
    this.#answeredBefore = new Uint32Array(size);
  }

  /** What became of the node's create is known. */
  end(node: number): void {
    this.#answered += 1;
    this.#unanswered.delete(node);
  }

  add(node: number): void {
    const before = this.#counts[node] ?? 0;
    if (before === 0) this.#answeredBefore[node] = this.#answered;
    this.#counts[node] = before + 1;
    this.#unanswered.add(node);
  }

  isGivenUp(node: number): boolean {
    return (this.#counts[node] ?? 0) >= MAX_LOSSES;
  }

  /**
   * Whether it's the object that is never answered, and not the site that takes none; to be asked
   * while the site answers searches. Either it answered the creates of many others since, or only a
   * few were not answered at all: fewer than were, or a single one.
   */
  isOfNodeAlone(node: number): boolean {
    const since = this.#answered - (this.#answeredBefore[node] ?? 0);
    const most = Math.min(MAX_UNANSWERED, Math.max(1, this.#answered));
    return since > LATE_ANSWERS || this.#unanswered.size <= most;
  }
}
