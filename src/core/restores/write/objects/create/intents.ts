/**
 * Notes that objects are about to be created, in chunks: a request for one notes those that will be
 * created next, too.
 */
export class Intents {
  readonly #next: () => number[];
  readonly #save: (nodes: number[]) => Promise<void>;
  readonly #noted: Uint8Array;
  #saving: Promise<void> | undefined;

  /** `next` names what will be created. */
  constructor(size: number, next: () => number[], save: (nodes: number[]) => Promise<void>) {
    this.#noted = new Uint8Array(size);
    this.#next = next;
    this.#save = save;
  }

  /** Resolves when the node is noted: from then on it may be sent. */
  async cover(node: number): Promise<void> {
    while (this.#noted[node] === 0) {
      this.#saving ??= this.#note(node).finally(() => {
        this.#saving = undefined;
      });
      await this.#saving;
    }
  }

  async #note(node: number): Promise<void> {
    const nodes = [...new Set([node, ...this.#next()])].filter((each) => this.#noted[each] === 0);
    await this.#save(nodes);
    for (const each of nodes) this.#noted[each] = 1;
  }
}
