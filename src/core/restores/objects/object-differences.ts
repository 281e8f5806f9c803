import type { ObjectGraph } from './object-graph.ts';

/** Which attributes of objects on the destination are to be written: a few numbers an object. */
export class ObjectDifferences {
  /**
   * Objects that are left as they are because the destination didn't return all of their values.
   */
  readonly unknown = new Set<number>();
  /** Which attributes differ: an index into `#sets`, 0 for none. */
  readonly #differing: Uint32Array;
  /**
   * Which attributes have what they should: the same, one higher; 0 for an object whose values can
   * all be written.
   */
  readonly #standing: Uint32Array;
  readonly #sets: string[][] = [[]];
  readonly #setAt = new Map<string, number>([['', 0]]);
  /** Of few objects. */
  readonly #standingReferences = new Map<number, ReadonlySet<string>>();
  #count = 0;

  constructor({ size }: Pick<ObjectGraph, 'size'>) {
    this.#differing = new Uint32Array(size);
    this.#standing = new Uint32Array(size);
  }

  /** How many objects differ. */
  get count(): number {
    return this.#count;
  }

  /**
   * Replaces what was noted of the object before. `attributeIds`: those of the destination whose
   * values are to be written.
   */
  note(node: number, attributeIds: readonly string[]): void {
    const before = this.#differing[node] === 0 ? 0 : 1;
    this.#count += (attributeIds.length > 0 ? 1 : 0) - before;
    this.#differing[node] = this.#setOf(attributeIds);
  }

  /**
   * Some of the object's values cannot be written. `names`: attributes that have what they should
   * anyway.
   */
  noteStanding(node: number, names: readonly string[]): void {
    this.#standing[node] = this.#setOf(names) + 1;
  }

  /**
   * Attributes that are to be written name objects that the search does not show, and that the
   * backup names as well. `ids`: of the destination.
   */
  noteStandingReferences(node: number, ids: readonly string[]): void {
    this.#standingReferences.set(node, new Set(ids));
  }

  /** What `noteStandingReferences` was given. */
  standingReferencesOf(node: number): ReadonlySet<string> | undefined {
    return this.#standingReferences.get(node);
  }

  /** Attributes of the destination whose values are to be written. */
  of(node: number): readonly string[] {
    return this.#sets[this.#differing[node] ?? 0] ?? [];
  }

  /** What `noteStanding` was given; undefined for an object whose values can all be written. */
  standingOf(node: number): readonly string[] | undefined {
    return this.#sets[(this.#standing[node] ?? 0) - 1];
  }

  /** Of values that can't be written: those whose attributes don't have what they should anyway. */
  withoutStanding<Value extends { attribute: string }>(node: number, values: Value[]): Value[] {
    const standing = this.standingOf(node) ?? [];
    return values.filter(({ attribute }) => !standing.includes(attribute));
  }

  #setOf(names: readonly string[]): number {
    const name = [...names].sort().join('\n');
    const known = this.#setAt.get(name);
    if (known !== undefined) return known;
    const at = this.#sets.push([...names]) - 1;
    this.#setAt.set(name, at);
    return at;
  }
}
