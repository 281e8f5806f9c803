import { compareKeys, type Entry } from './entry.ts';

const BATCH = 2000;

/** Sorted entries, a batch at a time: one promise a batch, not one an entry. */
export type EntryBatches = AsyncIterable<Entry[]>;

class Cursor {
  readonly rank: number;
  readonly #batches: AsyncIterator<Entry[]>;
  #batch: Entry[] = [];
  #at = 0;

  constructor(batches: EntryBatches, rank: number) {
    this.rank = rank;
    this.#batches = batches[Symbol.asyncIterator]();
  }

  get head(): Entry {
    return this.#batch[this.#at]!;
  }

  /** Steps within the batch; false when the next one has to be loaded. */
  step(): boolean {
    this.#at += 1;
    return this.#at < this.#batch.length;
  }

  /** Loads the next batch; false at the end. */
  async load(): Promise<boolean> {
    do {
      const next = await this.#batches.next();
      if (next.done) return false;
      this.#batch = next.value;
      this.#at = 0;
    } while (this.#batch.length === 0);
    return true;
  }
}

/** Of two equal keys, the one of the later source comes first. */
const before = (a: Cursor, b: Cursor): boolean => {
  const order = compareKeys(a.head, b.head);
  return order < 0 || (order === 0 && a.rank > b.rank);
};

/** Merges sorted sources into one; where several have the same key, the entry of the last source counts. Tombstones are kept. */
export async function* mergeEntries(sources: EntryBatches[]): AsyncGenerator<Entry[]> {
  const heap: Cursor[] = [];
  for (const [rank, source] of sources.entries()) {
    const cursor = new Cursor(source, rank);
    if (await cursor.load()) push(heap, cursor);
  }
  let out: Entry[] = [];
  let last: Entry | undefined;
  while (heap.length > 0) {
    const cursor = heap[0]!;
    if (!last || compareKeys(last, cursor.head) !== 0) out.push((last = cursor.head));
    if (!cursor.step() && !(await cursor.load())) removeTop(heap);
    else sink(heap);
    if (out.length >= BATCH) {
      yield out;
      out = [];
    }
  }
  if (out.length > 0) yield out;
}

/** The entries that are there: tombstones left out. */
export async function* alive(batches: EntryBatches): AsyncGenerator<Entry[]> {
  for await (const batch of batches) {
    const kept = batch.filter((entry) => !entry.gone);
    if (kept.length > 0) yield kept;
  }
}

/** Walks two sorted sources side by side: pairs of the entries with the same key, one of them absent where only one side has it. */
export async function* pairEntries(
  left: EntryBatches,
  right: EntryBatches,
): AsyncGenerator<{ left?: Entry; right?: Entry }[]> {
  const [a, b] = [new Cursor(left, 0), new Cursor(right, 1)];
  let [hasA, hasB] = [await a.load(), await b.load()];
  let out: { left?: Entry; right?: Entry }[] = [];
  while (hasA || hasB) {
    const order = !hasA ? 1 : !hasB ? -1 : compareKeys(a.head, b.head);
    out.push({ ...(order <= 0 ? { left: a.head } : {}), ...(order >= 0 ? { right: b.head } : {}) });
    if (order <= 0) hasA = a.step() || (await a.load());
    if (order >= 0) hasB = b.step() || (await b.load());
    if (out.length >= BATCH) {
      yield out;
      out = [];
    }
  }
  if (out.length > 0) yield out;
}

function push(heap: Cursor[], cursor: Cursor): void {
  let at = heap.push(cursor) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(heap[at]!, heap[parent]!)) return;
    [heap[at], heap[parent]] = [heap[parent]!, heap[at]!];
    at = parent;
  }
}

function removeTop(heap: Cursor[]): void {
  const last = heap.pop()!;
  if (heap.length === 0) return;
  heap[0] = last;
  sink(heap);
}

function sink(heap: Cursor[]): void {
  let at = 0;
  for (;;) {
    let least = at;
    for (const child of [2 * at + 1, 2 * at + 2])
      if (child < heap.length && before(heap[child]!, heap[least]!)) least = child;
    if (least === at) return;
    [heap[at], heap[least]] = [heap[least]!, heap[at]!];
    at = least;
  }
}
