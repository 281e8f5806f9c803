import { markOf, type UniqueWish } from './find-circles.ts';

/**
 * In which order objects that wait for unique values are tried: whoever has a wanted value first,
 * so that values move along a chain of any length at about one call an object. Pure.
 */
export class WishOrder {
  /** By node, those that haven't come true. */
  readonly #wishes: Map<number, UniqueWish[]>;
  /** Who of them has a value. */
  readonly #holders = new Map<string, UniqueWish>();
  /** Who of them wants a value. */
  readonly #waiters = new Map<string, UniqueWish[]>();
  readonly #ready = new Set<number>();
  /** Given out, and not settled yet. */
  readonly #open = new Set<number>();
  /** Became ready since the search showed all writes: until it does, a value may seem occupied. */
  readonly #doubtful = new Set<number>();

  constructor(wishes: readonly UniqueWish[]) {
    this.#wishes = Map.groupBy(wishes, ({ node }) => node);
    for (const wish of wishes) {
      for (const mark of marksOf(wish, wish.current)) this.#holders.set(mark, wish);
      for (const mark of marksOf(wish, wish.wanted)) this.#waitersFor(mark).push(wish);
    }
    for (const wish of wishes) this.#tryUnlessBlocked(wish);
  }

  /** What hasn't come true. */
  get wishes(): UniqueWish[] {
    return [...this.#wishes.values()].flat();
  }

  /** The next object to try; undefined when none can be before another one is settled. */
  take(): number | undefined {
    for (const node of this.#ready) {
      if (this.#open.has(node)) continue;
      this.#ready.delete(node);
      if (!this.#wishes.has(node)) continue;
      this.#open.add(node);
      return node;
    }
    return undefined;
  }

  /** What `take` will give next if everything is taken by the site. */
  peek(count: number): number[] {
    const found = new Set([...this.#open, ...this.#ready]);
    // `found` grows on the way
    for (const node of found) {
      if (found.size - this.#open.size >= count) break;
      for (const waiter of this.#waitersOf(node)) found.add(waiter.node);
    }
    return [...found].slice(this.#open.size, this.#open.size + count);
  }

  /** The object got what it wanted, but for values of these attributes. */
  settle(node: number, occupied: readonly string[]): void {
    this.#open.delete(node);
    const all = this.#wishes.get(node) ?? [];
    const left = all.filter(({ attribute }) => occupied.includes(attribute));
    if (left.length > 0) this.#wishes.set(node, left);
    else this.#wishes.delete(node);
    for (const wish of all) if (!left.includes(wish)) this.free(wish);
  }

  /** The object isn't tried any more. It keeps what it has. */
  giveUp(node: number): void {
    this.#open.delete(node);
    this.#wishes.delete(node);
  }

  /** The object of the wish no longer has what it had: whoever waited for it may be tried. */
  free(wish: UniqueWish): void {
    for (const mark of marksOf(wish, wish.current)) {
      if (this.#holders.get(mark) !== wish) continue;
      this.#holders.delete(mark);
      for (const waiter of this.#waitersFor(mark)) this.#tryUnlessBlocked(waiter);
    }
  }

  /** Whether objects are to be tried again once the search shows all that was written. */
  get isInDoubt(): boolean {
    return [...this.#doubtful].some((node) => this.#wishes.has(node));
  }

  /** The search shows all that was written. */
  tryDoubtful(): void {
    for (const node of this.#doubtful) this.#ready.add(node);
    this.#doubtful.clear();
  }

  #tryUnlessBlocked(wish: UniqueWish): void {
    const isBlocked = marksOf(wish, wish.wanted).some((mark) => {
      const holder = this.#holders.get(mark);
      return holder !== undefined && holder !== wish;
    });
    if (isBlocked || !this.#wishes.get(wish.node)?.includes(wish)) return;
    this.#ready.add(wish.node);
    this.#doubtful.add(wish.node);
  }

  #waitersOf(node: number): UniqueWish[] {
    const wishes = this.#wishes.get(node) ?? [];
    return wishes
      .flatMap((wish) => marksOf(wish, wish.current))
      .flatMap((mark) => this.#waiters.get(mark) ?? []);
  }

  #waitersFor(mark: string): UniqueWish[] {
    const known = this.#waiters.get(mark);
    if (known) return known;
    const waiters: UniqueWish[] = [];
    this.#waiters.set(mark, waiters);
    return waiters;
  }
}

const marksOf = ({ attribute }: UniqueWish, values: readonly string[]): string[] =>
  values.map((value) => markOf(attribute, value));
