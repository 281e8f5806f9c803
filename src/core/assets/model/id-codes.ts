/** Codes of ids that no number can hold begin here and go down. */
const FIRST_CODE = -2;
/** For an id that has none. */
const NO_CODE = -1;

/**
 * Ids as exact numbers: an id that fits a number is that number, any other gets a negative code of
 * its own. Codes of two such lists are unrelated.
 */
export class IdCodes {
  readonly #codes = new Map<string, number>();
  readonly #ids: string[] = [];

  /** Gives one to an id that had none. */
  codeOf(id: string): number {
    const known = this.find(id);
    if (known !== NO_CODE) return known;
    const code = FIRST_CODE - this.#ids.length;
    this.#ids.push(id);
    this.#codes.set(id, code);
    return code;
  }

  /** -1 for an id that has no code. */
  find(id: string): number {
    const number = Number(id);
    return Number.isSafeInteger(number) ? number : (this.#codes.get(id) ?? NO_CODE);
  }

  idOf(code: number): string {
    return code < 0 ? (this.#ids[FIRST_CODE - code] ?? '') : String(code);
  }
}
