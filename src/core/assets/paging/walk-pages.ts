import { ObjectWatch } from './object-watch.ts';
import { SerialWalk } from './serial-walk.ts';
import type { ObjectPage } from '../ports/pages/object-page.ts';
import type { PageStart } from '../ports/pages/page-start.ts';
import type { ReceivedPage } from '../ports/pages/received-page.ts';
import { idsOf, isReceived, receivePage } from './receive-page.ts';

export interface PageWalk {
  start: PageStart;
  /** Objects a page at most. */
  limit: number;
  /** The site's own count; absent: not many. */
  count?: (() => Promise<number>) | undefined;
}

/**
 * The pages of one list of objects, one after the other, until one brings nothing new, whatever the
 * site says about the end. @throws Unavailable `endless-list`, and what `ask` throws
 */
export async function* walkPages(
  ask: (start: PageStart, limit: number) => Promise<ReceivedPage>,
  { start, limit, count = async () => 0 }: PageWalk,
): AsyncGenerator<ObjectPage> {
  const watch = new ObjectWatch(0);
  const walk = new SerialWalk({ start, limit });
  for (let request = walk.next(); request; request = walk.next()) {
    const received = await receivePage(ask(request.start, request.limit), {
      limit: request.limit,
      isSpared: false,
    });
    if (received === 'refused') return;
    if (!isReceived(received)) {
      if (received !== 'too large' && request.limit === 1) throw received;
      walk.halve();
      continue;
    }
    const page = await received.read();
    const ids = idsOf(page);
    walk.arrived(ids, watch.isNew(ids));
    if (watch.isOverBound) watch.recount(await count());
    yield page;
  }
}
