import { lowerBound } from '../site/content/object-store.ts';
import type { SimType } from '../site/records/model.ts';
import type { Comparison, Condition, Operand } from './parse.ts';
import type { Searcher } from './searcher.ts';

interface Candidates {
  /** Sorted. */
  ids: readonly number[];
  /** What is left to be evaluated for each of them. */
  rest: Condition[];
}

/** The objects to look at, narrowed by conditions that name types, schemas, ids, or a first id. */
export function narrowCandidates(searcher: Searcher, conditions: Condition[]): Candidates {
  const byId = findPlain(conditions, 'objectid', 'in') ?? findPlain(conditions, 'objectid', '=');
  if (byId)
    return {
      ids: visibleIds(searcher, numbersOf(byId)),
      rest: conditions.filter((condition) => condition !== byId),
    };
  const byType =
    findPlain(conditions, 'objecttypeid', '=') ?? findPlain(conditions, 'objecttypeid', 'in');
  const bySchema = findPlain(conditions, 'objectschemaid', '=');
  const after = findPlain(conditions, 'objectid', '>');
  const ids = idsOfTypes(searcher, typesOf(searcher, byType, bySchema));
  const start = after ? lowerBound(ids, Number(numbersOf(after)[0]) + 1) : 0;
  return {
    ids: start === 0 ? ids : ids.slice(start),
    rest: conditions.filter(
      (condition) => condition !== byType && condition !== bySchema && condition !== after,
    ),
  };
}

/** The condition that compares the field, by that operator, with texts alone. */
function findPlain(
  conditions: Condition[],
  field: string,
  operator: string,
): Comparison | undefined {
  return conditions.find(
    (condition): condition is Comparison =>
      'path' in condition &&
      condition.path.length === 1 &&
      condition.path[0]?.toLowerCase() === field &&
      condition.operator === operator &&
      condition.operands.every(isText),
  );
}

const isText = (operand: Operand): operand is { text: string } => 'text' in operand;

const numbersOf = ({ operands }: Comparison): number[] =>
  operands.filter(isText).map(({ text }) => Number(text));

function visibleIds({ site, view, schemaIds }: Searcher, ids: number[]): number[] {
  const visible = ids.filter((id) => {
    const object = view.get(id);
    return object !== undefined && schemaIds.has(site.requireType(object.typeId).schemaId);
  });
  return [...new Set(visible)].sort((a, b) => a - b);
}

function typesOf(
  { site, schemaIds }: Searcher,
  byType: Comparison | undefined,
  bySchema: Comparison | undefined,
): SimType[] {
  const named = byType
    ? numbersOf(byType).map((id) => site.types.get(id))
    : [...site.types.values()];
  const schemaId = bySchema && numbersOf(bySchema)[0];
  return named
    .filter((type) => type !== undefined)
    .filter((type) => schemaIds.has(type.schemaId))
    .filter((type) => !bySchema || type.schemaId === schemaId);
}

function idsOfTypes({ view }: Searcher, types: SimType[]): readonly number[] {
  const [first] = types;
  if (first && types.length === 1) return view.idsOfType(first.id);
  return types.flatMap((type) => view.idsOfType(type.id)).sort((a, b) => a - b);
}
