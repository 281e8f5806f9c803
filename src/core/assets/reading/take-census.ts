/**
 * The census: ids and update times of all objects of a type, without their values. With offset
 * paging, an object deleted from a page already read makes the next page skip one that was always
 * there, so one offset census proves nothing and two must agree. Where the site can page by key, an
 * object that exists throughout is in every census, and its parts can be asked for side by side,
 * because the ids that were read tell where to cut.
 */
import { elementAt } from '../../kernel/element-at.ts';
import type { AssetsReader } from '../ports/assets-reader.ts';
import type { CensusEntry } from '../ports/census-page.ts';
import type { Pace } from './pace.ts';
import { PagePlan, type PageRequest } from './page-plan.ts';
import { runParallel, type ParallelTask } from './run-parallel.ts';
import { SeenObjects } from './seen-objects.ts';

/** Below 1,000: with 1,000 and more `isLast` was always true (JSDCLOUD-16556). */
const PAGE_SIZE = 999;
/** Known ids between two cuts: a page has room for some that were created meanwhile. */
const STRETCH_SIZE = 950;

export interface TypeToCount {
  id: string;
  /** What was read of it; empty where nothing was. */
  read: SeenObjects;
  /** A guess of how many objects it has. */
  expected: number;
}

/** By type id. */
export type Census = Map<string, SeenObjects>;

/** `keyset`: the site can page by key. @throws what AssetsReader throws */
export async function takeCensus(
  site: AssetsReader,
  types: TypeToCount[],
  keyset: boolean,
  pace: Pace,
): Promise<Census> {
  const census: Census = new Map(types.map((type) => [type.id, new SeenObjects()]));
  const next = keyset ? planByKey(site, types) : planByOffset(site, types);
  for await (const { typeId, entries, onArrival } of runParallel(next, pace)) {
    const seen = census.get(typeId);
    for (const { id, updated } of entries) seen?.add(id, Date.parse(updated));
    onArrival();
  }
  return census;
}

interface Part {
  typeId: string;
  entries: CensusEntry[];
  /** To be called when the entries are noted, before the next part is asked for. */
  onArrival: () => void;
}
type NextPart = () => ParallelTask<Part> | null;

/** Ids of a type after one and up to another. */
interface Stretch {
  typeId: string;
  after: string;
  upTo: number;
}

/** Each stretch between two cuts is walked from its start to its end. */
function planByKey(site: AssetsReader, types: TypeToCount[]): NextPart {
  const stretches = types.flatMap(stretchesOf).reverse();
  const walk =
    ({ typeId, after, upTo }: Stretch): ParallelTask<Part> =>
    async (signal) => {
      const { entries, last } = await site.census(typeId, { afterId: after }, PAGE_SIZE, signal);
      const end = entries.at(-1);
      const isLast = last && entries.length < PAGE_SIZE;
      const onArrival = (): void => {
        if (end && Number(end.id) < upTo && !isLast)
          stretches.push({ typeId, after: end.id, upTo });
      };
      return { typeId, entries: entries.filter(({ id }) => Number(id) <= upTo), onArrival };
    };
  return () => {
    const stretch = stretches.pop();
    return stretch ? walk(stretch) : null;
  };
}

function stretchesOf({ id: typeId, read: { ids } }: TypeToCount): Stretch[] {
  const stretches: Stretch[] = [];
  let after = 0;
  for (let at = STRETCH_SIZE; at < ids.length; at += STRETCH_SIZE) {
    const upTo = elementAt(ids, at);
    stretches.push({ typeId, after: String(after), upTo });
    after = upTo;
  }
  return [...stretches, { typeId, after: String(after), upTo: Infinity }];
}

function planByOffset(site: AssetsReader, types: TypeToCount[]): NextPart {
  const plans = types.map(({ id, expected }) => ({
    id,
    plan: new PagePlan({ limit: PAGE_SIZE, expected }),
  }));
  const ask =
    (typeId: string, plan: PagePlan, { offset, limit }: PageRequest): ParallelTask<Part> =>
    async (signal) => {
      const { entries, last } = await site.census(typeId, { offset }, limit, signal);
      const onArrival = () => plan.arrived({ offset, limit }, { count: entries.length, last });
      return { typeId, entries, onArrival };
    };
  return () => {
    for (const { id, plan } of plans) {
      const request = plan.next();
      if (request) return ask(id, plan, request);
    }
    return null;
  };
}

/** Whether ids and update times are equal, type by type. */
export function isSameCensus(a: Census, b: Census): boolean {
  return a.size === b.size && [...a].every(([typeId, seen]) => isSameSeen(seen, b.get(typeId)));
}

function isSameSeen(a: SeenObjects, b: SeenObjects | undefined): boolean {
  if (!b || a.size !== b.size) return false;
  const [ids, otherIds, updates, otherUpdates] = [a.ids, b.ids, a.updates, b.updates];
  return ids.every((id, at) => id === otherIds[at] && updates[at] === otherUpdates[at]);
}
