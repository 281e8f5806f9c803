/** Wakes those who would otherwise have to look again and again. */
export class Bell {
  #next = Promise.withResolvers<void>();

  ring(): void {
    this.#next.resolve();
    this.#next = Promise.withResolvers();
  }

  /** Resolves when it rings, or after the sleep. */
  async wait(sleep: Promise<void>): Promise<void> {
    await Promise.race([sleep, this.#next.promise]);
  }
}
