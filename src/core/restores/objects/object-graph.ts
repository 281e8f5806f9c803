import { elementAt } from '../../kernel/collections/element-at.ts';
import type { IdCodes } from '../../assets/model/id-codes.ts';
import { firstIndexWhere } from '../../kernel/collections/first-index-where.ts';
import type { Steps } from '../../kernel/loops/steps.ts';

/** How many objects or references are looked at before others may run. */
const STEP = 500;

interface Built {
  sortedIds: Float64Array;
  nodes: Uint32Array;
  targets: Int32Array;
  outside: ReadonlyMap<string, number>;
}

/** By node, but for `codes`, `typeIds` and `named`, the ids that the edges lead to. */
export interface GraphParts {
  /** What `ids` and `named` are written in. */
  codes: IdCodes;
  ids: Float64Array;
  types: Uint16Array;
  typeIds: string[];
  starts: Uint32Array;
  weights: Uint32Array;
  named: Float64Array;
}

/**
 * The objects of a backup and which of them name which: a few numbers an object, never their
 * values, so that hundreds of thousands fit into memory. A node is an object's place in the order
 * of reading. Ids are Assets' own, digits only, and are kept as their codes.
 */
export class ObjectGraph {
  readonly size: number;
  readonly #codes: IdCodes;
  readonly #ids: Float64Array;
  readonly #types: Uint16Array;
  readonly #typeIds: string[];
  /** Ascending, and the node of each. */
  readonly #sortedIds: Float64Array;
  readonly #nodes: Uint32Array;
  readonly #starts: Uint32Array;
  readonly #weights: Uint32Array;
  readonly #targets: Int32Array;
  /** References to objects that are not among the nodes: id → how often it is named. */
  readonly outside: ReadonlyMap<string, number>;

  private constructor(parts: GraphParts & Built) {
    this.size = parts.ids.length;
    this.#codes = parts.codes;
    this.#ids = parts.ids;
    this.#types = parts.types;
    this.#typeIds = parts.typeIds;
    this.#starts = parts.starts;
    this.#weights = parts.weights;
    this.#sortedIds = parts.sortedIds;
    this.#nodes = parts.nodes;
    this.#targets = parts.targets;
    this.outside = parts.outside;
  }

  static *build(parts: GraphParts): Steps<ObjectGraph> {
    const { ids, named, codes } = parts;
    const sortedIds = ids.slice().sort();
    const nodes = yield* nodesOf(ids, sortedIds);
    const targets = new Int32Array(named.length);
    const outside = new Map<string, number>();
    for (const [edge, code] of named.entries()) {
      const node = nodeIn(sortedIds, nodes, code);
      targets[edge] = node;
      if (node < 0) {
        const id = codes.idOf(code);
        outside.set(id, (outside.get(id) ?? 0) + 1);
      }
      if (edge % STEP === 0) yield;
    }
    return new ObjectGraph({ ...parts, sortedIds, nodes, targets, outside });
  }

  idOf(node: number): string {
    return this.#codes.idOf(elementAt(this.#ids, node));
  }

  typeOf(node: number): string {
    return this.#typeIds[elementAt(this.#types, node)] ?? '';
  }

  /** About how many characters its values have. */
  weightOf(node: number): number {
    return elementAt(this.#weights, node);
  }

  /** -1 for an object that is not among them. */
  nodeOf(id: string | number): number {
    return nodeIn(this.#sortedIds, this.#nodes, this.#codes.find(String(id)));
  }

  /** Whether the object is among them, as one of this type. */
  holds(typeId: string, id: string): boolean {
    const node = this.nodeOf(id);
    return node >= 0 && this.typeOf(node) === typeId;
  }

  /** The references of a node are the edges from `from` up to but not including `to`. */
  edgesOf(node: number): { from: number; to: number } {
    return { from: elementAt(this.#starts, node), to: elementAt(this.#starts, node + 1) };
  }

  get edges(): number {
    return this.#targets.length;
  }

  /** The node that an edge leads to; -1 when it is none of them. */
  target(edge: number): number {
    return elementAt(this.#targets, edge);
  }
}

/** The node of each of the sorted ids. */
function* nodesOf(ids: Float64Array, sortedIds: Float64Array): Steps<Uint32Array> {
  const nodes = new Uint32Array(ids.length);
  for (const [node, id] of ids.entries()) {
    nodes[placeOf(sortedIds, id)] = node;
    if (node % STEP === 0) yield;
  }
  return nodes;
}

const placeOf = (sortedIds: Float64Array, id: number): number =>
  firstIndexWhere(sortedIds.length, (at) => elementAt(sortedIds, at) >= id);

/** -1 for an id that is not among them. */
function nodeIn(sortedIds: Float64Array, nodes: Uint32Array, id: number): number {
  const at = placeOf(sortedIds, id);
  return sortedIds[at] === id ? elementAt(nodes, at) : -1;
}
