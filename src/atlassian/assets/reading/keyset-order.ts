import { aqlQuery, isAfter, isInSchema, isOfType } from '../../../core/assets/aql/aql-query.ts';
import type { PageStart } from '../../../core/assets/ports/pages/page-start.ts';
import { Unanswered } from '../../../core/assets/ports/pages/unanswered.ts';
import { unlessUnanswered } from '../../../core/assets/reading/unless-unanswered.ts';
import { Refused, Unavailable } from '../../../core/kernel/errors.ts';
import { probeKeyset } from './probe-keyset.ts';

/** Two objects are enough to see an order; the third is spare. */
const PROBE_SIZE = 3;

/** What a probe asks of a site. */
export interface ProbeCalls {
  /** The ids that a query finds, up to the limit; undefined where the site refuses it. */
  findIds: (query: string, limit: number) => Promise<number[] | undefined>;
  /** Asks the site for something that it surely answers. @throws what says that it does not */
  assertUp: () => Promise<unknown>;
}

/** How the pages of one site follow each other: after an id where it can, else by offset. */
export class KeysetOrder {
  readonly #known = new Map<string, boolean>();
  #sortsById = false;

  /**
   * Whether a schema's objects can be read on after an id; the site is asked once a schema. One
   * that refuses the question, or answers others but never this one, is read by offset.
   */
  async supports(schemaId: string, { findIds, assertUp }: ProbeCalls): Promise<boolean> {
    const known = this.#known.get(schemaId);
    if (known !== undefined) return known;
    const probe = async (afterId: number): Promise<number[] | undefined> => {
      const query = aqlQuery([isInSchema(schemaId), isAfter(String(afterId))], 'objectId');
      const ids = await unlessUnanswered(() => orRefused(findIds(query, PROBE_SIZE)), assertUp);
      if (ids === undefined || ids instanceof Unanswered) return undefined;
      // An id that no number can hold says nothing about the order: pages go by offset then.
      return ids.every(Number.isSafeInteger) ? ids : undefined;
    };
    const supported = await probeKeyset(probe);
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

/** A refusal of whatever kind, and an answer of an unknown form, say nothing about the order. */
async function orRefused<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    const isRefusal = error instanceof Refused && error.code === 'site-refused';
    const isUnreadable = error instanceof Unavailable && error.code === 'unexpected-answer';
    if (isRefusal || isUnreadable) return undefined;
    throw error;
  }
}
