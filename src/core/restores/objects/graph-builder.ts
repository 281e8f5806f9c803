import { IdCodes } from '../../assets/model/id-codes.ts';
import { doubled } from '../../kernel/collections/doubled.ts';
import type { Steps } from '../../kernel/loops/steps.ts';
import { ObjectGraph, type GraphParts } from './object-graph.ts';

/** Of two nodes that stand for the same object, the one that counts. */
export type ChooseNode = (a: number, b: number) => number;

/** Gathers a graph object by object. */
export class GraphBuilder {
  readonly #codes = new IdCodes();
  readonly #ids = new Numbers();
  readonly #types = new Numbers();
  readonly #starts = new Numbers();
  readonly #weights = new Numbers();
  readonly #named = new Numbers();
  readonly #typeIds: string[] = [];
  readonly #typeAt = new Map<string, number>();

  add(typeId: string, id: string, references: Iterable<string>, weight = 0): void {
    const type = this.#typeAt.get(typeId) ?? this.#typeIds.push(typeId) - 1;
    this.#typeAt.set(typeId, type);
    this.#ids.push(this.#codes.codeOf(id));
    this.#types.push(type);
    this.#starts.push(this.#named.length);
    this.#weights.push(weight);
    for (const reference of references) this.#named.push(this.#codes.codeOf(reference));
  }

  /**
   * `choose`: which of two counts, where an object was added twice, else the later one. Backups of
   * earlier versions hold an object twice that was moved to another type while they were taken.
   */
  build(choose: ChooseNode = (_earlier, later) => later): Steps<ObjectGraph> {
    this.#starts.push(this.#named.length);
    const parts: GraphParts = {
      codes: this.#codes,
      ids: this.#ids.values.slice(),
      types: Uint16Array.from(this.#types.values),
      typeIds: this.#typeIds,
      starts: Uint32Array.from(this.#starts.values),
      weights: Uint32Array.from(this.#weights.values),
      named: this.#named.values,
    };
    const dropped = doublesOf(parts.ids, choose);
    return ObjectGraph.build(dropped.size === 0 ? parts : withoutNodes(parts, dropped));
  }
}

/** The nodes that stand for an object that another node stands for. */
function doublesOf(ids: Float64Array, choose: ChooseNode): Set<number> {
  const sorted = ids.toSorted();
  const twice = new Set(sorted.filter((id, at) => id === sorted[at - 1]));
  const dropped = new Set<number>();
  if (twice.size === 0) return dropped;
  const kept = new Map<number, number>();
  ids.forEach((id, node) => {
    if (!twice.has(id)) return;
    const before = kept.get(id);
    const chosen = before === undefined ? node : choose(before, node);
    if (before !== undefined) dropped.add(chosen === node ? before : node);
    kept.set(id, chosen);
  });
  return dropped;
}

function withoutNodes(parts: GraphParts, dropped: ReadonlySet<number>): GraphParts {
  const { ids, types, starts, weights } = parts;
  const isKept = (_value: number, node: number): boolean => !dropped.has(node);
  const named: number[] = [];
  const newStarts: number[] = [];
  ids.forEach((_id, node) => {
    if (dropped.has(node)) return;
    newStarts.push(named.length);
    named.push(...parts.named.subarray(starts[node], starts[node + 1]));
  });
  return {
    ...parts,
    ids: ids.filter(isKept),
    types: types.filter(isKept),
    weights: weights.filter(isKept),
    starts: Uint32Array.from([...newStarts, named.length]),
    named: Float64Array.from(named),
  };
}

/** A list of numbers that grows. */
export class Numbers {
  #values = new Float64Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) this.#values = doubled(this.#values);
    this.#values[this.length] = value;
    this.length += 1;
  }

  get values(): Float64Array {
    return this.#values.subarray(0, this.length);
  }
}
