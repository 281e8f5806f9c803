import type { PartShortfalls } from '../../storages/records/backup-part.ts';
import { STRUCTURE_PART } from '../parts/structure/structure-part.ts';

/** More of them would say nothing new. */
const MAX_SENTENCES = 20;

/** Collects what could not be understood about a structure, in sentences, each once. */
export class OddStructure {
  readonly #sentences = new Set<string>();

  note(sentence: string): void {
    if (this.#sentences.size < MAX_SENTENCES) this.#sentences.add(sentence);
  }

  /** The shortfalls of a reading, and that of the structure where not all was understood. */
  addedTo(shortfalls: PartShortfalls): PartShortfalls {
    if (this.#sentences.size === 0) return shortfalls;
    const { name } = STRUCTURE_PART;
    const said = shortfalls[name];
    const sentences = [...(said ? [said.message] : []), ...this.#sentences];
    return { ...shortfalls, [name]: { ...said, message: sentences.join(' ') } };
  }
}
