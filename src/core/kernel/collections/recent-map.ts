/**
 * A map that keeps only a limited number of entries: those that were set last. Setting one again
 * makes it the newest.
 */
export class RecentMap<K, V> extends Map<K, V> {
  readonly #most: number;
  readonly #onDropped: ((value: V) => void) | undefined;

  /** `onDropped` gets each value that had to go for others. */
  constructor(most: number, onDropped?: (value: V) => void) {
    super();
    this.#most = most;
    this.#onDropped = onDropped;
  }

  override set(key: K, value: V): this {
    this.delete(key);
    super.set(key, value);
    if (this.size > this.#most) this.#dropOldest();
    return this;
  }

  #dropOldest(): void {
    const [oldest] = this;
    if (!oldest) return;
    const [key, value] = oldest;
    this.delete(key);
    this.#onDropped?.(value);
  }
}
