/** The codes of ids that no number holds begin here, downwards. */
const FIRST_CODE = -2;
/** Of an id that has none. */
const NO_CODE = -1;

/**
 * Ids as numbers, each exactly: an id that fits one is that number, any other gets a negative one
 * of its own. Codes of two such lists have nothing to do with each other.
 */
export class IdCodes {
  readonly #codes = new Map<string, number>();
  readonly #ids: string[] = [];

  /** One is given to an id that had none. */
  codeOf(id: string): number {
    const known = this.find(id);
    if (known !== NO_CODE) return known;
    const code = FIRST_CODE - this.#ids.length;
    this.#ids.push(id);
    this.#codes.set(id, code);
    return code;
  }

  /** -1 for an id that was not given one. */
  find(id: string): number {
    const number = Number(id);
    return Number.isSafeInteger(number) ? number : (this.#codes.get(id) ?? NO_CODE);
  }

  idOf(code: number): string {
    return code < 0 ? (this.#ids[FIRST_CODE - code] ?? '') : String(code);
  }
}
