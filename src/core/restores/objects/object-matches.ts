import type { ObjectGraph } from './object-graph.ts';

const NONE = 0;

/** Which objects of a backup are on the destination: a few numbers an object. */
export class ObjectMatches {
  readonly #targets: Float64Array;
  readonly #own: Uint8Array;
  readonly #nodes = new Map<number, number>();
  /** Which attributes differ: an index into `#sets`, 0 for none. */
  readonly #differing: Uint32Array;
  /** Which attributes have what they should, of an object with values that cannot be written: the same, one higher; 0 for an object without such values. */
  readonly #standing: Uint32Array;
  readonly #sets: string[][] = [[]];
  readonly #setAt = new Map<string, number>([['', 0]]);
  matched = 0;
  differing = 0;

  constructor(graph: ObjectGraph) {
    this.#targets = new Float64Array(graph.size);
    this.#own = new Uint8Array(graph.size);
    this.#differing = new Uint32Array(graph.size);
    this.#standing = new Uint32Array(graph.size);
  }

  /** One object there stands for one of the backup: false when either has its counterpart already. `own`: this very run made it. */
  match(node: number, targetId: string, own = false): boolean {
    const target = Number(targetId);
    if (this.#targets[node] !== NONE || this.#nodes.has(target)) return false;
    this.#targets[node] = target;
    this.#nodes.set(target, node);
    if (own) this.#own[node] = 1;
    this.matched += 1;
    return true;
  }

  has(node: number): boolean {
    return this.#targets[node] !== NONE;
  }

  isOwn(node: number): boolean {
    return this.#own[node] === 1;
  }

  targetOf(node: number): string | undefined {
    const target = this.#targets[node]!;
    return target === NONE ? undefined : String(target);
  }

  /** -1 for an object that stands for none of the backup. */
  nodeOf(targetId: string): number {
    return this.#nodes.get(Number(targetId)) ?? -1;
  }

  /** Attributes of the destination whose values are to be written. */
  differs(node: number, attributeIds: string[]): void {
    this.differing += (attributeIds.length > 0 ? 1 : 0) - (this.#differing[node] === 0 ? 0 : 1);
    this.#differing[node] = this.#setOf(attributeIds);
  }

  /** Some of its values cannot be written. `standing`: names of attributes that have what they should all the same. */
  unwritable(node: number, standing: string[]): void {
    this.#standing[node] = this.#setOf(standing) + 1;
  }

  /** As `unwritable` was told; undefined for an object whose values can all be written. */
  standingOf(node: number): readonly string[] | undefined {
    return this.#sets[this.#standing[node]! - 1];
  }

  differencesOf(node: number): readonly string[] {
    return this.#sets[this.#differing[node]!]!;
  }

  #setOf(names: string[]): number {
    const name = [...names].sort().join('\n');
    let at = this.#setAt.get(name);
    if (at === undefined) this.#setAt.set(name, (at = this.#sets.push([...names]) - 1));
    return at;
  }
}
