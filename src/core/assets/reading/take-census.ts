/**
 * The census: ids and update times of all objects of a type, without their values. With offset
 * paging, an object deleted from a page already read makes the next page skip one that was always
 * there, so one offset census proves nothing and two must agree. Where the site can page by key, an
 * object that exists throughout is in every census, and its parts can be asked for side by side,
 * because the ids that were read tell where to cut.
 */
import { elementAt } from '../../kernel/collections/element-at.ts';
import { ObjectWatch } from '../paging/object-watch.ts';
import { PagePlan, type PageRequest } from '../paging/page-plan.ts';
import { startAfter } from '../paging/serial-walk.ts';
import type { AssetsReader } from '../ports/assets-reader.ts';
import type { CensusEntry, CensusPage } from '../ports/pages/census-page.ts';
import { PageRefused } from '../ports/pages/page-refused.ts';
import type { Pace } from './pace.ts';
import { runParallel, type ParallelTask } from './run-parallel.ts';
import { SeenObjects } from './seen-objects.ts';

/** Below 1,000: with 1,000 and more `isLast` was always true (JSDCLOUD-16556). */
const PAGE_SIZE = 999;
/** Known ids between two cuts: a page has room for a few created meanwhile. */
const STRETCH_SIZE = 950;

export interface TypeToCount {
  id: string;
  /** The objects of it that were read; empty if none were. */
  read: SeenObjects;
  /** A guess at how many objects it has. */
  expected: number;
}

/** By type id. */
export type Census = Map<string, SeenObjects>;

/**
 * `keyset`: the site can page by key. @throws Unavailable `endless-list`, and what AssetsReader
 * throws
 */
export async function takeCensus(
  site: AssetsReader,
  types: TypeToCount[],
  keyset: boolean,
  pace: Pace,
): Promise<Census> {
  const counts = new Map(types.map((type) => [type.id, new TypeCount(type)]));
  const plan = keyset
    ? planByKey(site, [...counts.values()])
    : planByOffset(site, [...counts.values()]);
  for await (const { count, entries, onArrival } of runParallel(plan, pace)) {
    const isNew = count.take(entries);
    if (count.watch.isOverBound)
      count.watch.recount(await site.countObjects(count.type.id, pace.signal));
    onArrival(isNew);
  }
  return new Map([...counts].map(([typeId, { seen }]) => [typeId, seen]));
}

/** The census of one type as far as it has arrived. */
class TypeCount {
  readonly type: TypeToCount;
  readonly seen = new SeenObjects();
  readonly watch: ObjectWatch;

  constructor(type: TypeToCount) {
    this.type = type;
    this.watch = new ObjectWatch(Math.max(type.expected, type.read.size));
  }

  /** Whether the page brings something new. */
  take(entries: readonly CensusEntry[]): boolean {
    for (const { id, updated } of entries) this.seen.add(id, Date.parse(updated));
    return this.watch.isNew(entries.map(({ id }) => id));
  }

  /** As many entries came as the site counts. */
  get isWhole(): boolean {
    return this.watch.objects >= this.type.expected;
  }
}

interface Part {
  count: TypeCount;
  entries: CensusEntry[];
  /** To be called when the entries are noted, before the next part is requested. */
  onArrival: (isNew: boolean) => void;
}
type NextPart = () => ParallelTask<Part> | null;

/** The ids of a type after one id and up to another. */
interface Stretch {
  count: TypeCount;
  after: string;
  upTo: number;
}

/** Walks each stretch between two cuts from its start to its end. */
function planByKey(site: AssetsReader, counts: TypeCount[]): NextPart {
  const stretches = counts.flatMap(stretchesOf).reverse();
  const walk =
    ({ count, after, upTo }: Stretch): ParallelTask<Part> =>
    async (signal) => {
      const start = { afterId: after };
      const page = await site.census(count.type.id, start, PAGE_SIZE, signal);
      const { entries, received, last } = page;
      const onArrival = (isNew: boolean): void => {
        const next = startAfter(
          start,
          entries.map(({ id }) => id),
        );
        if (!isNew || next === undefined || !('afterId' in next)) return;
        const isLast = last && received < PAGE_SIZE && upTo === Infinity && count.isWhole;
        if (Number(next.afterId) < upTo && !isLast)
          stretches.push({ count, after: next.afterId, upTo });
      };
      return { count, entries: entries.filter(({ id }) => Number(id) <= upTo), onArrival };
    };
  return () => {
    const stretch = stretches.pop();
    return stretch ? walk(stretch) : null;
  };
}

function stretchesOf(count: TypeCount): Stretch[] {
  const { ids } = count.type.read;
  const stretches: Stretch[] = [];
  let after = 0;
  for (let at = STRETCH_SIZE; at < ids.length; at += STRETCH_SIZE) {
    const upTo = elementAt(ids, at);
    stretches.push({ count, after: String(after), upTo });
    after = upTo;
  }
  return [...stretches, { count, after: String(after), upTo: Infinity }];
}

/** A page that is refused because it begins too deep in the list holds nothing. */
function planByOffset(site: AssetsReader, counts: TypeCount[]): NextPart {
  const plans = counts.map((count) => ({
    count,
    plan: new PagePlan({ limit: PAGE_SIZE, expected: count.type.expected }),
  }));
  const ask =
    (count: TypeCount, plan: PagePlan, { offset, limit }: PageRequest): ParallelTask<Part> =>
    async (signal) => {
      const asked = site.census(count.type.id, { offset }, limit, signal);
      const { entries, received, last } = await asked.catch(unlessRefused);
      const onArrival = (isNew: boolean): void =>
        isNew ? plan.arrived({ offset, limit }, { count: received, last }) : plan.ended();
      return { count, entries, onArrival };
    };
  return () => {
    for (const { count, plan } of plans) {
      const request = plan.next();
      if (request) return ask(count, plan, request);
    }
    return null;
  };
}

function unlessRefused(error: unknown): CensusPage {
  if (error instanceof PageRefused) return { entries: [], received: 0, last: true };
  throw error;
}

/** Whether ids and update times are equal, type by type. */
export function isSameCensus(a: Census, b: Census): boolean {
  return a.size === b.size && [...a].every(([typeId, seen]) => isSameSeen(seen, b.get(typeId)));
}

function isSameSeen(a: SeenObjects, b: SeenObjects | undefined): boolean {
  if (!b || a.size !== b.size) return false;
  const [ids, otherIds, updates, otherUpdates] = [a.ids, b.ids, a.updates, b.updates];
  return (
    ids.every((id, at) => id === otherIds[at] && updates[at] === otherUpdates[at]) &&
    [...a.large].every(([id, updated]) => b.large.get(id) === updated)
  );
}
