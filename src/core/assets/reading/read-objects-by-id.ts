import type { AssetsReader } from '../ports/assets-reader.ts';
import type { ObjectPage } from '../ports/pages/object-page.ts';
import type { ReceivedPage } from '../ports/pages/received-page.ts';
import type { TypeOf } from '../ports/pages/type-of.ts';
import type { Pace } from './pace.ts';
import { idsOf, isReceived, receivePage, type Unreceived } from '../paging/receive-page.ts';
import { runParallel, type ParallelTask } from './run-parallel.ts';
import { judgeUnanswered, pageOfUnanswered, type UnansweredObjects } from './unanswered-objects.ts';
import { Unanswered } from '../ports/pages/unanswered.ts';

/** How many objects one call requests. */
const BATCH_SIZE = 125;

type ById = Pick<AssetsReader, 'objectsById'>;

export interface ByIdPace extends Pace {
  /** Absent: an object that the site doesn't answer ends the reading. */
  unanswered?: UnansweredObjects | undefined;
  /** Absent: an object that the site returns without a type is unreadable. */
  typeOf?: TypeOf | undefined;
}

interface Asking {
  signal?: AbortSignal | undefined;
  typeOf?: TypeOf | undefined;
  /** Whether objects may be left out. */
  isSpared?: boolean;
}

interface Arrival {
  batch: string[];
  received: ReceivedPage | Unreceived;
}

/**
 * Reads objects by id, side by side. Those that did not come are requested again until an answer
 * brings none of them, because a site gives only so many at once. Deleted objects are in none of
 * the pages. One that the site doesn't answer is unreadable, where that is allowed. @throws what
 * AssetsReader throws
 */
export async function* readObjectsById(
  site: ById,
  ids: readonly string[],
  { unanswered, typeOf, ...pace }: ByIdPace,
): AsyncGenerator<ObjectPage> {
  const batches = new IdBatches(ids, unanswered);
  const next = (): ParallelTask<Arrival> | null => {
    const batch = batches.next();
    const isSpared = unanswered !== undefined;
    return batch ? (signal) => askFor(site, batch, { signal, typeOf, isSpared }) : null;
  };
  for await (const arrival of runParallel(next, pace)) {
    const page = await batches.arrived(arrival);
    if (page) yield page;
  }
}

/** The same one after the other, for a few objects. @throws what AssetsReader throws */
export async function* lookUpObjects(
  site: ById,
  ids: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<ObjectPage> {
  const batches = new IdBatches(ids);
  for (let batch = batches.next(); batch; batch = batches.next()) {
    const page = await batches.arrived(await askFor(site, batch, { signal }));
    if (page) yield page;
  }
}

async function askFor(
  site: ById,
  batch: string[],
  { signal, typeOf, isSpared = false }: Asking,
): Promise<Arrival> {
  const page = site.objectsById(batch, signal, typeOf);
  return { batch, received: await receivePage(page, { limit: batch.length, isSpared }) };
}

/**
 * The ids still to be requested: each answer removes those that came, or gives up on all of its
 * ids.
 */
class IdBatches {
  readonly #waiting: string[][] = [];
  readonly #unanswered: UnansweredObjects | undefined;

  constructor(ids: readonly string[], unanswered?: UnansweredObjects) {
    this.#unanswered = unanswered;
    const distinct = [...new Set(ids)];
    for (let from = 0; from < distinct.length; from += BATCH_SIZE)
      this.#waiting.push(distinct.slice(from, from + BATCH_SIZE));
  }

  next(): string[] | undefined {
    return this.#waiting.pop();
  }

  /** Undefined for an answer that didn't come: its ids are requested in two halves. */
  async arrived({ batch, received }: Arrival): Promise<ObjectPage | undefined> {
    if (received instanceof Unanswered) {
      await judgeUnanswered(received, batch.length, this.#unanswered);
      if (batch.length === 1) return pageOfUnanswered(batch, received.why);
    }
    if (!isReceived(received)) {
      const half = Math.ceil(batch.length / 2);
      this.#waiting.push(batch.slice(0, half), batch.slice(half));
      return undefined;
    }
    const page = await received.read();
    this.#unanswered?.noteReturned(page);
    const came = new Set(idsOf(page));
    const rest = batch.filter((id) => !came.has(id));
    if (rest.length > 0 && rest.length < batch.length) this.#waiting.push(rest);
    return page;
  }
}
