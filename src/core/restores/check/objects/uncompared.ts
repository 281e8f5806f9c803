import { counted } from '../../../kernel/counted.ts';

/** This many objects in a row mean that the site gives nothing to compare with. */
const MAX_IN_ROW = 5;

/** Objects for which the site gives nothing to compare with. */
export class Uncompared {
  #count = 0;
  #inRow = 0;
  #isAnyCompared = false;
  #why = '';

  /** `why`: in a sentence. */
  add(why: string): void {
    this.#count += 1;
    this.#inRow += 1;
    this.#why = why;
  }

  /** One could be compared. */
  noteCompared(): void {
    this.#inRow = 0;
    this.#isAnyCompared = true;
  }

  /** Whether asking about more objects is pointless. */
  get isHopeless(): boolean {
    return this.#inRow >= MAX_IN_ROW;
  }

  /** `things`: "Comments". Empty if all could be compared. */
  sentences(things: string): string[] {
    if (this.#count === 0) return [];
    const all = this.#isAnyCompared
      ? `${things} of the remaining objects weren't compared.`
      : `${things} couldn't be compared.`;
    const some = `${things} of ${counted(this.#count, 'object')} couldn't be compared.`;
    return [`${this.isHopeless ? all : some} ${this.#why}`];
  }
}
