import { elementAt } from '../../../core/kernel/collections/element-at.ts';
import { compareKeys, type Entry } from './entry.ts';

const BATCH = 2000;

/** Sorted entries, a batch at a time: one promise a batch, not one an entry. */
export type EntryBatches = AsyncIterable<Entry[]>;

/** What two sides have under one key; at least one of them has an entry. */
export interface EntryPair {
  left: Entry | undefined;
  right: Entry | undefined;
}

/** A place within a source of sorted entries. */
class Cursor {
  readonly rank: number;
  readonly #batches: AsyncIterator<Entry[]>;
  #batch: Entry[] = [];
  #at = 0;
  #head: Entry | undefined;

  constructor(batches: EntryBatches, rank: number) {
    this.rank = rank;
    this.#batches = batches[Symbol.asyncIterator]();
  }

  /** The entry it stands at; undefined before the first load and after the end. */
  get head(): Entry | undefined {
    return this.#head;
  }

  /** Steps within the batch; false when the next one has to be loaded. */
  step(): boolean {
    this.#at += 1;
    this.#head = this.#at < this.#batch.length ? this.#batch[this.#at] : undefined;
    return this.#head !== undefined;
  }

  /** Loads the next batch; false at the end. */
  async load(): Promise<boolean> {
    do {
      const next = await this.#batches.next();
      if (next.done) return false;
      this.#batch = next.value;
      this.#at = 0;
    } while (this.#batch.length === 0);
    this.#head = this.#batch[0];
    return true;
  }
}

/** Orders two cursors by the keys they stand at; one that has ended comes last. */
function compareHeads({ head: a }: Cursor, { head: b }: Cursor): number {
  if (!a) return 1;
  if (!b) return -1;
  return compareKeys(a, b);
}

/** Of two equal keys, the one of the later source comes first. */
function isBefore(a: Cursor, b: Cursor): boolean {
  const order = compareHeads(a, b);
  return order < 0 || (order === 0 && a.rank > b.rank);
}

/**
 * Merges sorted sources into one; where several have the same key, the entry of the last source
 * counts. Tombstones are kept.
 */
export async function* mergeEntries(sources: EntryBatches[]): AsyncGenerator<Entry[]> {
  const heap: Cursor[] = [];
  for (const [rank, source] of sources.entries()) {
    const cursor = new Cursor(source, rank);
    if (await cursor.load()) push(heap, cursor);
  }
  let out: Entry[] = [];
  let last: Entry | undefined;
  for (let top = heap[0]; top; top = heap[0]) {
    const { head } = top;
    if (head && (!last || compareKeys(last, head) !== 0)) {
      out.push(head);
      last = head;
    }
    if (top.step() || (await top.load())) sink(heap);
    else removeTop(heap);
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

/** Walks two sorted sources side by side, in order: entries with the same key make a pair. */
export async function* pairEntries(
  left: EntryBatches,
  right: EntryBatches,
): AsyncGenerator<EntryPair[]> {
  const [a, b] = [new Cursor(left, 0), new Cursor(right, 1)];
  await a.load();
  await b.load();
  let out: EntryPair[] = [];
  while (a.head || b.head) {
    const order = compareHeads(a, b);
    out.push({ left: order <= 0 ? a.head : undefined, right: order >= 0 ? b.head : undefined });
    if (order <= 0 && !a.step()) await a.load();
    if (order >= 0 && !b.step()) await b.load();
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
    if (!isBefore(elementAt(heap, at), elementAt(heap, parent))) return;
    swap(heap, at, parent);
    at = parent;
  }
}

function removeTop(heap: Cursor[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  heap[0] = last;
  sink(heap);
}

/** The top may be too far up: it goes down until its children come after it. */
function sink(heap: Cursor[]): void {
  let at = 0;
  let first = firstOfFamily(heap, at);
  while (first !== at) {
    swap(heap, at, first);
    at = first;
    first = firstOfFamily(heap, at);
  }
}

/** Which of a parent and its two children comes first. */
function firstOfFamily(heap: Cursor[], parent: number): number {
  const end = Math.min(2 * parent + 3, heap.length);
  let first = parent;
  for (let child = 2 * parent + 1; child < end; child += 1)
    if (isBefore(elementAt(heap, child), elementAt(heap, first))) first = child;
  return first;
}

function swap(heap: Cursor[], a: number, b: number): void {
  const cursor = elementAt(heap, a);
  heap[a] = elementAt(heap, b);
  heap[b] = cursor;
}
