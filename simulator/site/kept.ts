/** What is worked out for an id, until everything is dropped. */
export class Kept<T> {
  readonly #byId = new Map<number, T>();
  readonly #make: (id: number) => T;

  constructor(make: (id: number) => T) {
    this.#make = make;
  }

  of(id: number): T {
    let kept = this.#byId.get(id);
    if (kept === undefined) this.#byId.set(id, (kept = this.#make(id)));
    return kept;
  }

  drop(): void {
    this.#byId.clear();
  }
}
