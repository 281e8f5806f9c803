import type { WalkRequest } from '../paging/serial-walk.ts';
import type { AssetsReader } from '../ports/assets-reader.ts';
import type { ObjectPage } from '../ports/pages/object-page.ts';
import type { ReceivedPage } from '../ports/pages/received-page.ts';
import type { Pace } from './pace.ts';
import { judgeUnanswered, type UnansweredObjects } from './unanswered-objects.ts';
import { isReceived, receivePage, type Unreceived } from '../paging/receive-page.ts';
import { runParallel, type ParallelTask } from './run-parallel.ts';
import { TypeWalk } from '../paging/type-walk.ts';
import { Unanswered } from '../ports/pages/unanswered.ts';

/**
 * Objects with all values are 2 to 8 kB of JSON each: 250 make a page of one or two megabytes, of
 * which several are in memory at once.
 */
const PAGE_SIZE = 250;

export interface TypeToRead {
  id: string;
  /** How many objects it has by the site's count. */
  expected: number;
  /** How far an earlier attempt got. */
  from?: number | undefined;
}

export interface ObjectPace extends Pace {
  /** Whether the site can page by key. */
  keyset: boolean;
  /** Absent: an object that the site doesn't answer ends the reading. */
  unanswered?: UnansweredObjects | undefined;
}

export interface ReadPage {
  typeId: string;
  page: ObjectPage;
  /** Every object of the type below this offset has been read. */
  contiguous: number;
}

interface Arrival {
  typeId: string;
  walk: TypeWalk;
  request: WalkRequest;
  received: ReceivedPage | Unreceived;
}

/**
 * Reads the objects of these types, page by page, in no particular order. An object may come twice.
 * What the site counts but doesn't give by offset is read by key, if possible. A page that the site
 * doesn't answer is halved until single objects are left; those are left out, where that is
 * allowed. @throws Unavailable `endless-list`, and what AssetsReader throws
 */
export async function* readObjects(
  site: AssetsReader,
  types: TypeToRead[],
  { keyset, unanswered, ...pace }: ObjectPace,
): AsyncGenerator<ReadPage> {
  const walks = types.map(({ id, expected, from }) => ({
    typeId: id,
    walk: new TypeWalk({ expected, from, keyset, pageSize: PAGE_SIZE }),
  }));
  const ask =
    (typeId: string, walk: TypeWalk, request: WalkRequest): ParallelTask<Arrival> =>
    async (signal) => {
      const { start, limit } = request;
      const page = site.objects(typeId, start, limit, signal);
      const received = await receivePage(page, { limit, isSpared: unanswered !== undefined });
      return { typeId, walk, request, received };
    };
  const next = (): ParallelTask<Arrival> | null => {
    for (const { typeId, walk } of walks) {
      const request = walk.next();
      if (request) return ask(typeId, walk, request);
    }
    return null;
  };
  for await (const { typeId, walk, request, received } of runParallel(next, pace)) {
    if (!isReceived(received)) {
      if (received instanceof Unanswered)
        await judgeUnanswered(received, request.limit, unanswered);
      walk.failed(request, received);
      continue;
    }
    const page = await received.read();
    walk.arrived(request, page);
    unanswered?.noteReturned(page);
    if (walk.watch.isOverBound) walk.watch.recount(await site.countObjects(typeId, pace.signal));
    yield { typeId, page, contiguous: walk.contiguous };
  }
}
