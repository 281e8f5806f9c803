import { elementAt } from '../../kernel/element-at.ts';
import { firstIndexWhere } from '../../kernel/first-index-where.ts';

/** By node, but for `typeIds` and `named`, the ids that the edges lead to. */
export interface GraphParts {
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
 * of reading. Ids are Assets' own, digits only.
 */
export class ObjectGraph {
  readonly size: number;
  readonly #ids: Float64Array;
  readonly #types: Uint16Array;
  readonly #typeIds: string[];
  readonly #sorted: Uint32Array;
  readonly #starts: Uint32Array;
  readonly #weights: Uint32Array;
  readonly #targets: Int32Array;
  /** References to objects that are not among the nodes: id → how often it is named. */
  readonly outside: ReadonlyMap<string, number>;

  constructor(parts: GraphParts) {
    this.size = parts.ids.length;
    this.#ids = parts.ids;
    this.#types = parts.types;
    this.#typeIds = parts.typeIds;
    this.#starts = parts.starts;
    this.#weights = parts.weights;
    this.#sorted = Uint32Array.from({ length: this.size }, (_none, at) => at).sort(
      (a, b) => elementAt(parts.ids, a) - elementAt(parts.ids, b),
    );
    const outside = new Map<string, number>();
    this.#targets = Int32Array.from(parts.named, (id) => {
      const node = this.nodeOf(id);
      if (node < 0) outside.set(String(id), (outside.get(String(id)) ?? 0) + 1);
      return node;
    });
    this.outside = outside;
  }

  idOf(node: number): string {
    return String(this.#ids[node]);
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
    const wanted = Number(id);
    const idAt = (at: number): number => elementAt(this.#ids, elementAt(this.#sorted, at));
    const node = this.#sorted[firstIndexWhere(this.size, (at) => idAt(at) >= wanted)];
    return node !== undefined && this.#ids[node] === wanted ? node : -1;
  }

  /** Whether the object is among them, as one of this type. */
  holds(typeId: string, id: string): boolean {
    const node = this.nodeOf(id);
    return node >= 0 && this.typeOf(node) === typeId;
  }

  /** The references of a node are the edges from `from` up to, not with, `to`. */
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
