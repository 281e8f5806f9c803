/** Answers that are worked out once for each id, until all of them are dropped. */
export class CachedById<T> {
  readonly #answers = new Map<number, T>();
  readonly #workOut: (id: number) => T;

  constructor(workOut: (id: number) => T) {
    this.#workOut = workOut;
  }

  get(id: number): T {
    const cached = this.#answers.get(id);
    if (cached !== undefined) return cached;
    const answer = this.#workOut(id);
    this.#answers.set(id, answer);
    return answer;
  }

  drop(): void {
    this.#answers.clear();
  }
}
