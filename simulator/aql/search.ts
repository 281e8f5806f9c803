import { Evaluation } from './evaluation.ts';
import { narrowCandidates } from './narrow-candidates.ts';
import { parse, type Condition, type Query } from './parse.ts';
import type { Searcher } from './searcher.ts';
import { AqlError } from './tokenize.ts';

/**
 * Ids of the objects that a query finds, in its order (by id where it names none).
 * @throws AqlError
 */
export function search(searcher: Searcher, text: string): readonly number[] {
  const query = parse(text);
  if (!searcher.keyset) refuseKeyset(query);
  const { ids, rest } = narrowCandidates(searcher, conditionsOf(query));
  const evaluation = new Evaluation(searcher);
  const holdsAll = (id: number): boolean => {
    const object = searcher.view.get(id);
    return object !== undefined && rest.every((condition) => evaluation.holds(object, condition));
  };
  const found = rest.length === 0 ? ids : ids.filter(holdsAll);
  const isSorted = query.orderBy.length === 0 || isByIdAscending(query);
  return isSorted ? found : evaluation.sort(found, query.orderBy);
}

/** What has to hold all together. */
function conditionsOf({ where }: Query): Condition[] {
  if (where === undefined) return [];
  return 'and' in where ? where.and : [where];
}

function isByIdAscending({ orderBy }: Query): boolean {
  const [first, ...more] = orderBy;
  return more.length === 0 && first?.name.toLowerCase() === 'objectid' && !first.descending;
}

/** @throws AqlError for a query that compares `objectId` or sorts by it */
function refuseKeyset({ where, orderBy }: Query): void {
  const sortsById = orderBy.some(({ name }) => name.toLowerCase() === 'objectid');
  if (sortsById || (where && comparesIds(where)))
    throw new AqlError('objectId cannot be compared or sorted by.');
}

function comparesIds(condition: Condition): boolean {
  if ('and' in condition) return condition.and.some(comparesIds);
  if ('or' in condition) return condition.or.some(comparesIds);
  if ('not' in condition) return comparesIds(condition.not);
  if (!('path' in condition)) return false;
  return condition.path[0]?.toLowerCase() === 'objectid' && /^[<>]/.test(condition.operator);
}
