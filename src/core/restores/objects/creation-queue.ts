import type { ObjectGraph } from './object-graph.ts';

/**
 * Which objects can be created now: those whose references, but for the ones that close a cycle,
 * lead to objects that are there.
 */
export class CreationQueue {
  readonly #graph: ObjectGraph;
  readonly #waits: Uint32Array;
  readonly #followers: { starts: Uint32Array; nodes: Uint32Array };
  readonly #ready: number[] = [];
  /** Taken, and not settled yet. */
  readonly #open = new Set<number>();
  #next = 0;

  constructor(graph: ObjectGraph, closing: Uint8Array, there: (node: number) => boolean) {
    this.#graph = graph;
    this.#waits = new Uint32Array(graph.size);
    const counts = new Uint32Array(graph.size + 1);
    this.#eachWait(closing, there, (node, target) => {
      this.#waits[node]! += 1;
      counts[target + 1]! += 1;
    });
    for (let at = 1; at < counts.length; at += 1) counts[at]! += counts[at - 1]!;
    const nodes = new Uint32Array(counts.at(-1)!);
    const filled = counts.slice();
    this.#eachWait(closing, there, (node, target) => {
      nodes[filled[target]!] = node;
      filled[target]! += 1;
    });
    this.#followers = { starts: counts, nodes };
    for (let node = 0; node < graph.size; node += 1)
      if (!there(node) && this.#waits[node] === 0) this.#ready.push(node);
  }

  /** The next object to create; undefined when none can be before another one is settled. */
  take(): number | undefined {
    const node = this.#ready[this.#next];
    if (node === undefined) return undefined;
    this.#next += 1;
    this.#open.add(node);
    if (this.#next > 10_000) {
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
    const waits = new Map<number, number>();
    const { starts, nodes } = this.#followers;
    const follow = (node: number): void => {
      for (let at = starts[node]!; at < starts[node + 1]! && found.length < count; at += 1) {
        const follower = nodes[at]!;
        const left = (waits.get(follower) ?? this.#waits[follower]!) - 1;
        waits.set(follower, left);
        if (left === 0) found.push(follower);
      }
    };
    for (const node of this.#open) follow(node);
    for (let at = 0; at < found.length && found.length < count; at += 1) follow(found[at]!);
    return found;
  }

  /** It is there, or will never be: what waited for it waits no longer. */
  settled(node: number): void {
    this.#open.delete(node);
    const { starts, nodes } = this.#followers;
    for (let at = starts[node]!; at < starts[node + 1]!; at += 1) {
      const follower = nodes[at]!;
      this.#waits[follower]! -= 1;
      if (this.#waits[follower] === 0) this.#ready.push(follower);
    }
  }

  /** To be created once more. */
  again(node: number): void {
    this.#open.delete(node);
    this.#ready.push(node);
  }

  #eachWait(
    closing: Uint8Array,
    there: (node: number) => boolean,
    found: (node: number, target: number) => void,
  ): void {
    for (let node = 0; node < this.#graph.size; node += 1) {
      if (there(node)) continue;
      const { from, to } = this.#graph.edgesOf(node);
      for (let edge = from; edge < to; edge += 1) {
        const target = this.#graph.target(edge);
        if (target >= 0 && target !== node && closing[edge] === 0 && !there(target))
          found(node, target);
      }
    }
  }
}
