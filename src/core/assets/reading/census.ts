/**
 * The census: ids and update times of all objects of a type, without their values. With offset paging an object deleted from a page already
 * read makes the next page skip one that was always there, so one offset census proves nothing and two must agree. Where the site can page by
 * key, an object that exists throughout is in every census, and its parts can be asked for side by side, because the ids
 * that were read tell where to cut.
 */
import type { AssetsReader } from '../ports/assets-reader.ts';
import type { CensusEntry } from '../ports/census-page.ts';
import { PagePlan, type PageRequest } from './page-plan.ts';
import { parallel, type Pace } from './parallel.ts';
import { SeenObjects } from './seen-objects.ts';

/** Below 1,000: with 1,000 and more `isLast` was always true (JSDCLOUD-16556). */
export const CENSUS_PAGE = 999;
/** Known ids between two cuts: a page has room for some that were created meanwhile. */
const CUT = 950;

export async function takeCensus(
  site: AssetsReader,
  types: { id: string; read: SeenObjects; expected: number }[],
  keyset: boolean,
  pace: Pace,
): Promise<Map<string, SeenObjects>> {
  const result = new Map<string, SeenObjects>(types.map((type) => [type.id, new SeenObjects()]));
  const tasks = keyset ? keysetTasks(site, types) : offsetTasks(site, types);
  for await (const part of parallel(tasks, pace)) {
    const seen = result.get(part.typeId)!;
    part.entries.forEach((entry) => seen.add(entry.id, Date.parse(entry.updated)));
    part.arrived?.();
  }
  return result;
}

interface Part {
  typeId: string;
  entries: CensusEntry[];
  arrived?: () => void;
}
type Next = () => ((signal: AbortSignal) => Promise<Part>) | null;

/** Each stretch between two cuts is walked from its start to its end. */
function keysetTasks(site: AssetsReader, types: { id: string; read: SeenObjects }[]): Next {
  const stretches: { typeId: string; after: string; upTo: number }[] = [];
  for (const { id, read } of types) {
    const ids = read.ids;
    let after = '0';
    for (let at = CUT; at < ids.length; at += CUT) {
      stretches.push({ typeId: id, after, upTo: ids[at]! });
      after = String(ids[at]);
    }
    stretches.push({ typeId: id, after, upTo: Infinity });
  }
  stretches.reverse();
  return () => {
    const stretch = stretches.pop();
    if (!stretch) return null;
    return async (signal) => {
      const { typeId, after, upTo } = stretch;
      const { entries, last } = await site.census(typeId, { afterId: after }, CENSUS_PAGE, signal);
      const end = entries.at(-1);
      const arrived = (): void => {
        if (end && Number(end.id) < upTo && !(last && entries.length < CENSUS_PAGE))
          stretches.push({ typeId, after: end.id, upTo });
      };
      return { typeId, entries: entries.filter((entry) => Number(entry.id) <= upTo), arrived };
    };
  };
}

function offsetTasks(site: AssetsReader, types: { id: string; expected: number }[]): Next {
  const plans = types.map(({ id, expected }) => ({
    id,
    plan: new PagePlan({ limit: CENSUS_PAGE, expected }),
  }));
  const ask =
    (typeId: string, plan: PagePlan, request: PageRequest) =>
    async (signal: AbortSignal): Promise<Part> => {
      const { entries, last } = await site.census(
        typeId,
        { offset: request.offset },
        request.limit,
        signal,
      );
      return {
        typeId,
        entries,
        arrived: () => plan.arrived(request, { count: entries.length, last }),
      };
    };
  return () => {
    for (const { id, plan } of plans) {
      const request = plan.next();
      if (request) return ask(id, plan, request);
    }
    return null;
  };
}

/** Equal ids and equal update times, type by type. */
export function sameCensus(a: Map<string, SeenObjects>, b: Map<string, SeenObjects>): boolean {
  if (a.size !== b.size) return false;
  for (const [typeId, left] of a) {
    const right = b.get(typeId);
    if (!right || left.size !== right.size) return false;
    const [ids, otherIds, at, otherAt] = [left.ids, right.ids, left.updates, right.updates];
    if (ids.some((id, index) => id !== otherIds[index] || at[index] !== otherAt[index]))
      return false;
  }
  return true;
}
