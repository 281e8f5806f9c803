/** Which ids came already. Those that a number holds take a third of the memory as numbers. */
export class SeenIds {
  readonly #numbers = new Set<number>();
  readonly #texts = new Set<string>();

  /** False if it came before. */
  add(id: string): boolean {
    const number = Number(id);
    const isSame = Number.isSafeInteger(number) && String(number) === id;
    return isSame ? addTo(this.#numbers, number) : addTo(this.#texts, id);
  }
}

function addTo<T>(set: Set<T>, id: T): boolean {
  const isNew = !set.has(id);
  set.add(id);
  return isNew;
}
