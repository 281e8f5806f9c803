import type { Unanswered } from '../../../../assets/ports/pages/unanswered.ts';

/** More of them are no exceptions. */
const MAX_UNANSWERED = 20;

/** Updates of objects that a site doesn't answer. Each is tried once more, after all others. */
export class UnansweredUpdates {
  readonly #nodes = new Set<number>();
  #isLastTry = false;
  #isAnyTaken = false;

  /** The site took an update. */
  noteTaken(): void {
    this.#isAnyTaken = true;
  }

  /**
   * @throws `error` if it's the site, and not the object, that doesn't answer: the last try is made
   * while the site answers other calls, so a single one may be the only update that there is
   */
  add(node: number, error: Unanswered): void {
    this.#nodes.add(node);
    const isNoneTaken = !this.#isAnyTaken && this.#nodes.size > 1;
    if (this.#nodes.size > MAX_UNANSWERED || (this.#isLastTry && isNoneTaken)) throw error;
  }

  get isLastTry(): boolean {
    return this.#isLastTry;
  }

  isToTryAgain(node: number): boolean {
    return !this.#isLastTry && this.#nodes.has(node);
  }

  /** Returns the nodes that are tried once more. */
  beginLastTry(): number[] {
    this.#isLastTry = true;
    return [...this.#nodes];
  }
}
