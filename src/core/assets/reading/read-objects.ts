import { AnswerTooLarge } from '../ports/answer-too-large.ts';
import type { AssetsReader } from '../ports/assets-reader.ts';
import type { ObjectPage } from '../ports/object-page.ts';
import type { ReceivedPage } from '../ports/received-page.ts';
import type { Pace } from './pace.ts';
import { PagePlan, type PageRequest } from './page-plan.ts';
import { runParallel, type ParallelTask } from './run-parallel.ts';

/**
 * Objects with all values are 2 to 8 kB of JSON each: 250 make a page of one or two megabytes, of
 * which several are in memory at once.
 */
const PAGE_SIZE = 250;
/** Of objects asked for by id. */
const BATCH_SIZE = PAGE_SIZE / 2;

export interface TypeToRead {
  id: string;
  /** A guess of how many objects it has. */
  expected: number;
  /** Where an earlier attempt got to. */
  from?: number | undefined;
}

export interface ReadPage {
  typeId: string;
  page: ObjectPage;
  /** Everything of the type below this offset has been read. */
  contiguous: number;
}

interface Arrival {
  typeId: string;
  plan: PagePlan;
  request: PageRequest;
  /** Undefined: it was too large. */
  received: ReceivedPage | undefined;
}

/**
 * Reads the objects of these types, page by page, in no particular order. An object may come twice.
 */
export async function* readObjects(
  site: AssetsReader,
  types: TypeToRead[],
  pace: Pace,
): AsyncGenerator<ReadPage> {
  const plans = types.map(({ id, expected, from = 0 }) => ({
    typeId: id,
    plan: new PagePlan({ limit: PAGE_SIZE, expected, from }),
  }));
  const ask =
    (typeId: string, plan: PagePlan, request: PageRequest): ParallelTask<Arrival> =>
    async (signal) => {
      const { offset, limit } = request;
      const page = site.objects(typeId, { offset }, limit, signal);
      return { typeId, plan, request, received: await unlessTooLarge(page, limit) };
    };
  const next = (): ParallelTask<Arrival> | null => {
    for (const { typeId, plan } of plans) {
      const request = plan.next();
      if (request) return ask(typeId, plan, request);
    }
    return null;
  };
  for await (const { typeId, plan, request, received } of runParallel(next, pace)) {
    if (!received) {
      plan.halve(request);
      continue;
    }
    const page = received.read();
    const count = page.objects.length + page.unreadable.length;
    plan.arrived(request, { count, last: page.last });
    yield { typeId, page, contiguous: plan.contiguous };
  }
}

/**
 * Reads named objects, in as many calls as their size requires. Those that are gone are in none of
 * the pages.
 */
export async function* readObjectsById(
  site: AssetsReader,
  ids: string[],
  pace: Pace,
): AsyncGenerator<ObjectPage> {
  const batches: string[][] = [];
  for (let from = 0; from < ids.length; from += BATCH_SIZE)
    batches.push(ids.slice(from, from + BATCH_SIZE));
  const ask =
    (batch: string[]): ParallelTask<{ batch: string[]; received: ReceivedPage | undefined }> =>
    async (signal) => {
      const page = site.objectsById(batch, signal);
      return { batch, received: await unlessTooLarge(page, batch.length) };
    };
  const next = () => {
    const batch = batches.pop();
    return batch ? ask(batch) : null;
  };
  for await (const { batch, received } of runParallel(next, pace)) {
    if (received) yield received.read();
    else {
      const half = Math.ceil(batch.length / 2);
      batches.push(batch.slice(0, half), batch.slice(half));
    }
  }
}

/** Undefined for an answer that is too large, if fewer than `asked` can be asked for. */
export async function unlessTooLarge(
  received: Promise<ReceivedPage>,
  asked: number,
): Promise<ReceivedPage | undefined> {
  try {
    return await received;
  } catch (error) {
    if (error instanceof AnswerTooLarge && asked > 1) return undefined;
    throw error;
  }
}
