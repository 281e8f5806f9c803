import { elementAt } from './element-at.ts';
import { firstIndexWhere } from './first-index-where.ts';
import { letOthersRun } from '../loops/let-others-run.ts';

/** Numbers as ids: 8 bytes each, so that a million fit into 8 MB. */
export class IdSet {
  readonly #ids: Float64Array;

  private constructor(ids: Float64Array) {
    this.#ids = ids;
  }

  /** What is in any of these lists, each of which is sorted. */
  static async of(lists: readonly Float64Array[]): Promise<IdSet> {
    let waiting = [...lists];
    while (waiting.length > 1) {
      const merged: Float64Array[] = [];
      for (let at = 0; at < waiting.length; at += 2) {
        merged.push(merge(elementAt(waiting, at), waiting[at + 1] ?? new Float64Array()));
        await letOthersRun();
      }
      waiting = merged;
    }
    return new IdSet(waiting[0] ?? new Float64Array());
  }

  has(id: string | number): boolean {
    const wanted = Number(id);
    const ids = this.#ids;
    return ids[firstIndexWhere(ids.length, (at) => elementAt(ids, at) >= wanted)] === wanted;
  }

  /** Those that are not in the other one. */
  without(other: IdSet): IdSet {
    return new IdSet(this.#ids.filter((id) => !other.has(id)));
  }
}

function merge(a: Float64Array, b: Float64Array): Float64Array {
  const merged = new Float64Array(a.length + b.length);
  let [atA, atB] = [0, 0];
  for (let at = 0; at < merged.length; at += 1) {
    const takesA = atB === b.length || (atA < a.length && elementAt(a, atA) <= elementAt(b, atB));
    merged[at] = takesA ? elementAt(a, atA) : elementAt(b, atB);
    if (takesA) atA += 1;
    else atB += 1;
  }
  return merged;
}
