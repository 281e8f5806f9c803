import { aqlQuery, isAfter, isInSchema, isOfType } from '../../../core/assets/aql/aql-query.ts';
import type { PageStart } from '../../../core/assets/ports/pages/page-start.ts';
import { probeKeyset } from './probe-keyset.ts';

/** Two objects are enough to see an order; the third is spare. */
const PROBE_SIZE = 3;

/** The ids that a query finds, up to the limit; undefined where the site refuses it. */
type FindIds = (query: string, limit: number) => Promise<number[] | undefined>;

/** How the pages of one site follow each other: after an id where it can, else by offset. */
export class KeysetOrder {
  readonly #known = new Map<string, boolean>();
  #sortsById = false;

  /** Whether a schema's objects can be read on after an id; the site is asked once a schema. */
  async supports(schemaId: string, findIds: FindIds): Promise<boolean> {
    const known = this.#known.get(schemaId);
    if (known !== undefined) return known;
    const supported = await probeKeyset(async (afterId) => {
      const query = aqlQuery([isInSchema(schemaId), isAfter(String(afterId))], 'objectId');
      const ids = await findIds(query, PROBE_SIZE);
      // An id that no number can hold says nothing about the order: pages go by offset then.
      return ids?.every(Number.isSafeInteger) ? ids : undefined;
    });
    this.#known.set(schemaId, supported);
    this.#sortsById = supported;
    return supported;
  }

  /** Keys are unique, ids are too where the site can sort by them: pages need a total order. */
  page(typeId: string, start: PageStart): { query: string; offset: number } {
    const after = 'afterId' in start ? [isAfter(start.afterId)] : [];
    return {
      query: aqlQuery([isOfType(typeId), ...after], this.#sortsById ? 'objectId' : 'Key'),
      offset: 'offset' in start ? start.offset : 0,
    };
  }
}
