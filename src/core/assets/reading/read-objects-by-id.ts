import type { AssetsReader } from '../ports/assets-reader.ts';
import type { ObjectPage } from '../ports/pages/object-page.ts';
import type { ReceivedPage } from '../ports/pages/received-page.ts';
import type { Pace } from './pace.ts';
import { idsOf, receivePage, type Unreceived } from '../paging/receive-page.ts';
import { runParallel, type ParallelTask } from './run-parallel.ts';

/** How many objects one call requests. */
const BATCH_SIZE = 125;

type ById = Pick<AssetsReader, 'objectsById'>;

interface Arrival {
  batch: string[];
  received: ReceivedPage | Unreceived;
}

/**
 * Reads objects by id, side by side. Those that did not come are requested again until an answer
 * brings none of them, because a site gives only so many at once. Deleted objects are in none of
 * the pages. @throws what AssetsReader throws
 */
export async function* readObjectsById(
  site: ById,
  ids: readonly string[],
  pace: Pace,
): AsyncGenerator<ObjectPage> {
  const batches = new IdBatches(ids);
  const next = (): ParallelTask<Arrival> | null => {
    const batch = batches.next();
    return batch ? (signal) => askFor(site, batch, signal) : null;
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
    const page = await batches.arrived(await askFor(site, batch, signal));
    if (page) yield page;
  }
}

async function askFor(
  site: ById,
  batch: string[],
  signal: AbortSignal | undefined,
): Promise<Arrival> {
  return { batch, received: await receivePage(site.objectsById(batch, signal), batch.length) };
}

/**
 * The ids still to be requested: each answer removes those that came, or gives up on all of its
 * ids.
 */
class IdBatches {
  readonly #waiting: string[][] = [];

  constructor(ids: readonly string[]) {
    const distinct = [...new Set(ids)];
    for (let from = 0; from < distinct.length; from += BATCH_SIZE)
      this.#waiting.push(distinct.slice(from, from + BATCH_SIZE));
  }

  next(): string[] | undefined {
    return this.#waiting.pop();
  }

  /** Undefined for an answer that was too large: its ids are requested in two halves. */
  async arrived({ batch, received }: Arrival): Promise<ObjectPage | undefined> {
    if (typeof received === 'string') {
      const half = Math.ceil(batch.length / 2);
      this.#waiting.push(batch.slice(0, half), batch.slice(half));
      return undefined;
    }
    const page = await received.read();
    const came = new Set(idsOf(page));
    const rest = batch.filter((id) => !came.has(id));
    if (rest.length > 0 && rest.length < batch.length) this.#waiting.push(rest);
    return page;
  }
}
