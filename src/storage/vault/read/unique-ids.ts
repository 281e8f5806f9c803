import { setImmediate } from 'node:timers/promises';
import { findDoubles } from '../../../core/kernel/collections/find-doubles.ts';
import type { RecordKey, RecordKind } from '../../../core/storages/records/backup-record.ts';

/** Tells the records whose id another record has. */
export type IsDouble = (key: RecordKey) => boolean;

/**
 * Finds ids that a backup holds under more than one type, of the kinds whose ids are unique. Keeps
 * a number an id, or its text where no number holds it; ids that are no whole numbers are not
 * compared.
 */
export class UniqueIds {
  readonly #ids: ReadonlyMap<RecordKind, number[]>;
  /** As "kind id". */
  readonly #large = new Set<string>();
  readonly #largeDoubles = new Set<string>();

  constructor(kinds: readonly RecordKind[]) {
    this.#ids = new Map(kinds.map((kind) => [kind, []]));
  }

  add({ kind, id }: RecordKey): void {
    const number = Number(id);
    if (Number.isSafeInteger(number)) this.#ids.get(kind)?.push(number);
    else if (this.#ids.has(kind) && /^\d+$/.test(id)) this.#addLarge(`${kind} ${id}`);
  }

  #addLarge(key: string): void {
    if (this.#large.has(key)) this.#largeDoubles.add(key);
    this.#large.add(key);
  }

  /** To be asked when all were added; undefined where each id was added once. */
  async doubles(): Promise<IsDouble | undefined> {
    const doubles = new Map<RecordKind, Set<number>>();
    for (const [kind, ids] of this.#ids) {
      const found = await findDoubles([Float64Array.from(ids)], () => setImmediate());
      if (found.size > 0) doubles.set(kind, found);
    }
    const large = this.#largeDoubles;
    if (doubles.size === 0 && large.size === 0) return undefined;
    return ({ kind, id }) =>
      large.has(`${kind} ${id}`) || (doubles.get(kind)?.has(Number(id)) ?? false);
  }
}
