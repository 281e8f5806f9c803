import type { PartShortfalls } from '../../storages/backup-part.ts';
import { STRUCTURE_PART } from '../parts/structure/structure-part.ts';

/** More of them say nothing new. */
const MAX_SENTENCES = 20;

/** What of a structure could not be understood while it was read, in sentences, each once. */
export class OddStructure {
  readonly #sentences = new Set<string>();

  note(sentence: string): void {
    if (this.#sentences.size < MAX_SENTENCES) this.#sentences.add(sentence);
  }

  /** The structure fell short of it; nothing did where all was understood. */
  get shortfalls(): PartShortfalls {
    if (this.#sentences.size === 0) return {};
    return { [STRUCTURE_PART.name]: { message: [...this.#sentences].join(' ') } };
  }
}
