import { IdCodes } from '../../assets/model/id-codes.ts';
import type { ObjectGraph } from './object-graph.ts';

const NONE = 0;

/** Which objects of a backup are on the destination, to be read only. */
export interface MatchedObjects {
  /** How many are. */
  readonly matched: number;
  has(node: number): boolean;
  /** Whether this very run made it. */
  isOwn(node: number): boolean;
  /** Its id on the destination; undefined when it is not there. */
  targetOf(node: number): string | undefined;
  /** -1 for an object that stands for none of the backup. */
  nodeOf(targetId: string): number;
}

/**
 * Gathers which objects of a backup are on the destination, one to one: a few numbers an object.
 */
export class ObjectMatches implements MatchedObjects {
  readonly #before: MatchedObjects | undefined;
  readonly #codes = new IdCodes();
  readonly #targets: Float64Array;
  readonly #own: Uint8Array;
  readonly #nodes = new Map<number, number>();

  /** `before`: what is matched already. It stays as it is. */
  constructor({ size }: Pick<ObjectGraph, 'size'>, before?: MatchedObjects) {
    this.#before = before;
    this.#targets = new Float64Array(size);
    this.#own = new Uint8Array(size);
  }

  get matched(): number {
    return this.#nodes.size + (this.#before?.matched ?? 0);
  }

  /**
   * One object there stands for one of the backup: false when either has its counterpart already.
   * `own`: this very run made it.
   */
  match(node: number, targetId: string, own = false): boolean {
    if (this.has(node) || this.nodeOf(targetId) >= 0) return false;
    const target = this.#codes.codeOf(targetId);
    this.#targets[node] = target;
    this.#nodes.set(target, node);
    if (own) this.#own[node] = 1;
    return true;
  }

  has(node: number): boolean {
    return this.#targets[node] !== NONE || this.#before?.has(node) === true;
  }

  isOwn(node: number): boolean {
    return this.#own[node] === 1 || this.#before?.isOwn(node) === true;
  }

  targetOf(node: number): string | undefined {
    const target = this.#targets[node];
    if (target === undefined || target === NONE) return this.#before?.targetOf(node);
    return this.#codes.idOf(target);
  }

  nodeOf(targetId: string): number {
    return this.#nodes.get(this.#codes.find(targetId)) ?? this.#before?.nodeOf(targetId) ?? -1;
  }
}
