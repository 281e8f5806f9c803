import type { SnapshotObject } from '../../../../compare/snapshot.ts';
import type { Refusal } from '../../refused/read-refusal.ts';
import type { ObjectWriting } from '../object-writing.ts';

/** What was refused that may be an object's own: its original key, or another value. */
export type RefusedAs = 'key' | 'other';

/**
 * What is known when a unique value of an object is refused: that it may be the object's own, or
 * that it was looked for and is another object's. 0: no doubt.
 */
const MAY_BE_ITS_OWN = 1;
const IS_ANOTHERS = 2;

/** Which objects may have been created though nobody knows. */
export class CreateDoubts {
  readonly #writing: ObjectWriting;
  /** By node. */
  readonly #doubts: Uint8Array;

  /** `doubtful`: nodes that may be there. */
  constructor(writing: ObjectWriting, doubtful: readonly number[]) {
    this.#writing = writing;
    this.#doubts = new Uint8Array(writing.parts.context.source.graph.size);
    for (const node of doubtful) this.#doubts[node] = MAY_BE_ITS_OWN;
  }

  /**
   * What was refused that may be the object's own: its original key, or, once its create may have
   * been done, another unique value. A site that does not say what it refuses may mean that, too.
   */
  refusedAs(node: number, { typeId }: SnapshotObject, { named }: Refusal): RefusedAs | undefined {
    const key = this.#writing.parts.keyOf(typeId);
    if (key?.unique && named.has(key.attributeId)) return 'key';
    if (this.#doubts[node] !== MAY_BE_ITS_OWN) return undefined;
    const { unique } = this.#writing.roles;
    const isUniqueMeant = named.size === 0 || [...named.keys()].some((id) => unique.has(id));
    return isUniqueMeant ? 'other' : undefined;
  }

  /** The object was looked for and isn't there. `refused`: what made it doubtful. */
  noteAbsent(node: number, refused: RefusedAs | undefined): void {
    this.#doubts[node] = refused === 'other' ? IS_ANOTHERS : MAY_BE_ITS_OWN;
  }
}
