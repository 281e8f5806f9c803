import type { ObjectGraph } from './object-graph.ts';

/** After this many objects were taken, the list of those that are ready is trimmed. */
const MAX_TAKEN = 10_000;

/**
 * Which objects can be created now: those whose references, but for the ones that close a cycle,
 * lead to objects that are there.
 */
export class CreationQueue {
  /** How many objects each node waits for. */
  readonly #waits: Uint32Array;
  /** Who waits for a node: the places from `starts[node]` to before `starts[node + 1]`. */
  readonly #starts: Uint32Array;
  readonly #followers: Uint32Array;
  readonly #ready: number[] = [];
  /** Given out, and not settled yet. */
  readonly #open = new Set<number>();
  #next = 0;

  /** `closing`: 1 at an edge that closes a cycle. `isThere`: nodes that are not created. */
  constructor(graph: ObjectGraph, closing: Uint8Array, isThere: (node: number) => boolean) {
    this.#waits = new Uint32Array(graph.size);
    this.#starts = new Uint32Array(graph.size + 1);
    eachWait(graph, closing, isThere, (node, awaited) => {
      add(this.#waits, node, 1);
      add(this.#starts, awaited + 1, 1);
    });
    for (let at = 1; at < this.#starts.length; at += 1)
      add(this.#starts, at, this.#starts[at - 1] ?? 0);
    this.#followers = new Uint32Array(this.#starts.at(-1) ?? 0);
    const filled = this.#starts.slice();
    eachWait(graph, closing, isThere, (node, awaited) => {
      this.#followers[filled[awaited] ?? 0] = node;
      add(filled, awaited, 1);
    });
    for (let node = 0; node < graph.size; node += 1)
      if (!isThere(node) && this.#waits[node] === 0) this.#ready.push(node);
  }

  /** The next object to create; undefined when none can be before another one is settled. */
  take(): number | undefined {
    const node = this.#ready[this.#next];
    if (node === undefined) return undefined;
    this.#next += 1;
    this.#open.add(node);
    if (this.#next > MAX_TAKEN) {
      this.#ready.splice(0, this.#next);
      this.#next = 0;
    }
    return node;
  }

  /**
   * What `take` will give next, without taking it: what is ready, then what waits for nothing but
   * this and what is not settled yet.
   */
  peek(count: number): number[] {
    const found = this.#ready.slice(this.#next, this.#next + count);
    const left = new Map<number, number>();
    const follow = (node: number): void => {
      for (const follower of this.#followersOf(node)) {
        if (found.length >= count) return;
        const waits = (left.get(follower) ?? this.#waits[follower] ?? 0) - 1;
        left.set(follower, waits);
        if (waits === 0) found.push(follower);
      }
    };
    for (const node of this.#open) follow(node);
    // `found` grows on the way
    for (const node of found) {
      if (found.length >= count) break;
      follow(node);
    }
    return found;
  }

  /** The object exists, or never will: whatever waited for it no longer waits. */
  settle(node: number): void {
    this.#open.delete(node);
    for (const follower of this.#followersOf(node)) {
      add(this.#waits, follower, -1);
      if (this.#waits[follower] === 0) this.#ready.push(follower);
    }
  }

  /** To be created once more. */
  putBack(node: number): void {
    this.#open.delete(node);
    this.#ready.push(node);
  }

  #followersOf(node: number): Uint32Array {
    return this.#followers.subarray(this.#starts[node], this.#starts[node + 1]);
  }
}

/** Calls `found` with each object to create and each one that it waits for. */
function eachWait(
  graph: ObjectGraph,
  closing: Uint8Array,
  isThere: (node: number) => boolean,
  found: (node: number, awaited: number) => void,
): void {
  for (let node = 0; node < graph.size; node += 1) {
    if (isThere(node)) continue;
    const { from, to } = graph.edgesOf(node);
    for (let edge = from; edge < to; edge += 1) {
      const awaited = graph.target(edge);
      const isWaiting = awaited >= 0 && awaited !== node && closing[edge] === 0;
      if (isWaiting && !isThere(awaited)) found(node, awaited);
    }
  }
}

function add(counts: Uint32Array, at: number, by: number): void {
  counts[at] = (counts[at] ?? 0) + by;
}
