import type { PartShortfalls } from '../../storages/backup-part.ts';
import { STRUCTURE_PART } from '../parts/structure/structure-part.ts';

/** More of them would say nothing new. */
const MAX_SENTENCES = 20;

/** Collects what could not be understood about a structure, in sentences, each once. */
export class OddStructure {
  readonly #sentences = new Set<string>();

  note(sentence: string): void {
    if (this.#sentences.size < MAX_SENTENCES) this.#sentences.add(sentence);
  }

  /** The shortfall of the structure; none if everything was understood. */
  get shortfalls(): PartShortfalls {
    if (this.#sentences.size === 0) return {};
    return { [STRUCTURE_PART.name]: { message: [...this.#sentences].join(' ') } };
  }
}
