import { itemAt } from '../../kernel/item-at.ts';
import { lookUp } from '../../kernel/look-up.ts';
import { requireValue } from '../../kernel/require-value.ts';
import type { SimObject } from '../records/model.ts';

/** Changes that a search may look back on. */
const MAX_RECENT = 100_000;

export interface Change {
  at: number;
  id: number;
  typeId: number;
  before: SimObject | undefined;
}

/**
 * Objects by id. A large seed makes its objects with a function, so that a million of them cost no
 * more memory than their ids; whatever is written stands above it. Search may lag behind: `view`
 * answers as the index stood some time ago.
 */
export class ObjectStore {
  readonly #written = new Map<number, SimObject | null>();
  readonly #idsOfType = new Map<number, number[]>();
  readonly #generated: (id: number) => SimObject | undefined;
  readonly #recent: Change[] = [];
  /** Grows with every write. */
  version = 0;
  /** How many objects there are. */
  size = 0;
  onChange: (before: SimObject | undefined, after: SimObject | undefined) => void = () => undefined;

  constructor(generated: (id: number) => SimObject | undefined = () => undefined) {
    this.#generated = generated;
  }

  /** Takes over generated ids, in order. */
  adopt(typeId: number, ids: number[]): void {
    this.#idsOfType.set(typeId, ids);
    this.size += ids.length;
  }

  get(id: number): SimObject | undefined {
    const written = this.#written.get(id);
    return written === undefined ? this.#generated(id) : (written ?? undefined);
  }

  /** @throws Error when there is no such object */
  require(id: number): SimObject {
    return requireValue(this.get(id), 'object with this id');
  }

  /** Sorted. Not to be changed. */
  idsOfType(typeId: number): readonly number[] {
    return this.#idsOfType.get(typeId) ?? [];
  }

  /**
   * Adds an object, or replaces the one of its id. A stored object is never changed in place: the
   * index and those who look back still hold it.
   */
  put(object: SimObject, now: number): void {
    const before = this.get(object.id);
    this.#note(now, object.id, object.typeId, before);
    this.#written.set(object.id, object);
    this.onChange(before, object);
    if (before) return;
    this.size += 1;
    const ids = this.#idsOfType.get(object.typeId) ?? [];
    const last = ids.at(-1);
    if (last === undefined || last < object.id) ids.push(object.id);
    else ids.splice(lowerBound(ids, object.id), 0, object.id);
    this.#idsOfType.set(object.typeId, ids);
  }

  remove(id: number, now: number): void {
    const before = this.get(id);
    if (!before) return;
    this.#note(now, id, before.typeId, before);
    this.#written.set(id, null);
    const ids = lookUp(this.#idsOfType, before.typeId, 'list of objects of the type');
    ids.splice(lowerBound(ids, id), 1);
    this.size -= 1;
    this.onChange(before, undefined);
  }

  /**
   * What was written after a moment: the first change of each object, which knows how it was
   * before.
   */
  changedSince(since: number): Map<number, Change> {
    const changes = new Map<number, Change>();
    for (let at = this.#recent.length - 1; at >= 0; at -= 1) {
      const change = itemAt(this.#recent, at);
      if (change.at <= since) break;
      changes.set(change.id, change);
    }
    return changes;
  }

  /** The objects as they were `delayMs` ago: what the search knows. */
  view(now: number, delayMs: number): ObjectView {
    if (delayMs === 0) return this;
    const then = this.changedSince(now - delayMs);
    if (then.size === 0) return this;
    return {
      version: -1,
      get: (id) => {
        const change = then.get(id);
        return change ? change.before : this.get(id);
      },
      idsOfType: (typeId) => {
        const ids = this.idsOfType(typeId).filter((id) => !then.has(id));
        for (const change of then.values())
          if (change.before && change.typeId === typeId) ids.push(change.id);
        return ids.sort((a, b) => a - b);
      },
    };
  }

  #note(at: number, id: number, typeId: number, before: SimObject | undefined): void {
    this.version += 1;
    this.#recent.push({ at, id, typeId, before });
    if (this.#recent.length > MAX_RECENT) this.#recent.splice(0, MAX_RECENT / 2);
  }
}

/** `version` is -1 where answers must not be kept. */
export interface ObjectView {
  version: number;
  get(id: number): SimObject | undefined;
  idsOfType(typeId: number): readonly number[];
}

export function lowerBound(ids: readonly number[], id: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (itemAt(ids, middle) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
