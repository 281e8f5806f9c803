import { isReference, refsOf, type SimObject, type SimType, type Value } from '../site/model.ts';
import { lowerBound, type ObjectView } from '../site/object-store.ts';
import type { Site } from '../site/site.ts';
import { parse, type Condition, type Operand, type Query } from './parse.ts';
import { AqlError } from './tokenize.ts';

export interface Searcher {
  site: Site;
  view: ObjectView;
  schemaIds: ReadonlySet<number>;
  keyset: boolean;
}

/** Ids of the objects that a query finds, in its order (by id where it names none). @throws AqlError */
export function search(searcher: Searcher, text: string): readonly number[] {
  const query = parse(text);
  if (!searcher.keyset) refuseKeyset(query);
  const conditions =
    query.where === undefined ? [] : 'and' in query.where ? query.where.and : [query.where];
  const { ids, rest } = candidates(searcher, conditions);
  const evaluation = new Evaluation(searcher);
  const found =
    rest.length === 0
      ? ids
      : ids.filter((id) => {
          const object = searcher.view.get(id);
          return (
            object !== undefined && rest.every((condition) => evaluation.holds(object, condition))
          );
        });
  return query.orderBy.length === 0 || isByIdAscending(query)
    ? found
    : evaluation.sorted(found, query.orderBy);
}

const isByIdAscending = ({ orderBy }: Query): boolean =>
  orderBy.length === 1 && orderBy[0]!.name.toLowerCase() === 'objectid' && !orderBy[0]!.descending;

function refuseKeyset(query: Query): void {
  const compares = (condition: Condition | undefined): boolean => {
    if (!condition) return false;
    if ('and' in condition) return condition.and.some(compares);
    if ('or' in condition) return condition.or.some(compares);
    if ('not' in condition) return compares(condition.not);
    return (
      'path' in condition &&
      condition.path[0]?.toLowerCase() === 'objectid' &&
      /^[<>]/.test(condition.operator)
    );
  };
  if (compares(query.where) || query.orderBy.some(({ name }) => name.toLowerCase() === 'objectid'))
    throw new AqlError('objectId cannot be compared or sorted by.');
}

/** Sorted ids to look at: narrowed by the conditions that name types, schemas, ids, or an id to begin after; the rest is left to be evaluated. */
function candidates(
  { site, view, schemaIds }: Searcher,
  conditions: Condition[],
): { ids: readonly number[]; rest: Condition[] } {
  const single = (name: string, operator: string): Condition | undefined =>
    conditions.find(
      (condition) =>
        'path' in condition &&
        condition.path.length === 1 &&
        condition.path[0]!.toLowerCase() === name &&
        condition.operator === operator &&
        condition.operands.every((operand) => 'text' in operand),
    );
  const operandsOf = (condition: Condition): number[] =>
    'operands' in condition
      ? condition.operands.map((operand) => Number((operand as { text: string }).text))
      : [];
  const byId = single('objectid', 'in') ?? single('objectid', '=');
  if (byId) {
    const ids = operandsOf(byId).filter((id) => {
      const object = view.get(id);
      return object && schemaIds.has(site.types.get(object.typeId)!.schemaId);
    });
    return {
      ids: [...new Set(ids)].sort((a, b) => a - b),
      rest: conditions.filter((condition) => condition !== byId),
    };
  }
  const byType = single('objecttypeid', '=') ?? single('objecttypeid', 'in');
  const types = (
    byType
      ? operandsOf(byType)
          .map((id) => site.types.get(id))
          .filter((type): type is SimType => type !== undefined)
      : [...site.types.values()]
  ).filter((type) => schemaIds.has(type.schemaId));
  const bySchema = single('objectschemaid', '=');
  const wanted = bySchema
    ? types.filter((type) => type.schemaId === operandsOf(bySchema)[0])
    : types;
  const ids =
    wanted.length === 1
      ? view.idsOfType(wanted[0]!.id)
      : wanted.flatMap((type) => view.idsOfType(type.id)).sort((a, b) => a - b);
  const after = single('objectid', '>');
  const start = after ? lowerBound(ids, operandsOf(after)[0]! + 1) : 0;
  return {
    ids: start === 0 ? ids : ids.slice(start),
    rest: conditions.filter(
      (condition) => condition !== byType && condition !== bySchema && condition !== after,
    ),
  };
}

class Evaluation {
  readonly #searcher: Searcher;
  readonly #attributeIds = new Map<string, number[]>();
  #inbound: Map<number, number[]> | undefined;

  constructor(searcher: Searcher) {
    this.#searcher = searcher;
  }

  holds(object: SimObject, condition: Condition): boolean {
    if ('and' in condition) return condition.and.every((part) => this.holds(object, part));
    if ('or' in condition) return condition.or.some((part) => this.holds(object, part));
    if ('not' in condition) return !this.holds(object, condition.not);
    if ('having' in condition)
      return this.#having(object, condition.having, condition.inner) !== condition.negated;
    const call = condition.operands.find((operand) => 'call' in operand);
    if (call && 'call' in call)
      return this.#call(object, condition.path, call) !== condition.operator.startsWith('not');
    const values = this.values(object, condition.path);
    const texts = condition.operands.map((operand) => (operand as { text: string }).text);
    const negative = condition.operator === '!=' || condition.operator.startsWith('not');
    if (condition.operator === 'empty') return values.length === 0;
    if (condition.operator === 'not empty') return values.length > 0;
    const any = values.some((value) =>
      texts.some((text) => compares(value, condition.operator, text)),
    );
    return negative ? !any : any;
  }

  sorted(ids: readonly number[], orderBy: Query['orderBy']): number[] {
    const keys = new Map(
      ids.map((id) => [
        id,
        orderBy.map(
          ({ name }) => this.values(this.#searcher.view.get(id)!, name.split('.'))[0] ?? '',
        ),
      ]),
    );
    return [...ids].sort((a, b) => {
      for (const [at, { descending }] of orderBy.entries()) {
        const order = compareText(keys.get(a)![at]!, keys.get(b)![at]!);
        if (order !== 0) return descending ? -order : order;
      }
      return a - b;
    });
  }

  /** What a path gives for an object, as texts. */
  values(object: SimObject, path: string[]): string[] {
    const { site, view } = this.#searcher;
    const [name, ...rest] = path;
    const type = site.types.get(object.typeId)!;
    if (rest.length > 0)
      return this.#attributeValues(object, name!).flatMap((value) =>
        isReference(value) && view.get(value.ref) ? this.values(view.get(value.ref)!, rest) : [],
      );
    switch (name!.toLowerCase()) {
      case 'objectid':
        return [String(object.id)];
      case 'objecttypeid':
        return [String(type.id)];
      case 'objecttype':
        return [type.name];
      case 'objectschemaid':
        return [String(type.schemaId)];
      case 'objectschema':
        return [site.schemas.get(type.schemaId)!.name];
      case 'key':
        return [site.keyOf(object)];
      case 'label':
        return [site.labelOf(object)];
      case 'created':
        return [new Date(object.created).toISOString()];
      case 'updated':
        return [new Date(object.updated).toISOString()];
      default:
        return this.#attributeValues(object, name!).map((value) => this.#plain(value));
    }
  }

  /** References compare by label, and by key or id as well. */
  #plain(value: Value): string {
    const { site, view } = this.#searcher;
    if (isReference(value)) {
      const target = view.get(value.ref);
      return target ? `${site.labelOf(target)}\u0000${site.keyOf(target)}\u0000${target.id}` : '';
    }
    if (typeof value === 'object' && 'user' in value)
      return `${site.plain(value)}\u0000${value.user}\u0000${site.users.get(value.user)?.email ?? ''}`;
    return site.plain(value);
  }

  #attributeValues(object: SimObject, name: string): Value[] {
    const key = `${object.typeId} ${name.toLowerCase()}`;
    let ids = this.#attributeIds.get(key);
    if (!ids)
      this.#attributeIds.set(
        key,
        (ids = this.#searcher.site
          .attributesOf(object.typeId)
          .filter((attribute) => attribute.name.toLowerCase() === name.toLowerCase())
          .map((attribute) => attribute.id)),
      );
    return ids.flatMap((id) => object.values[id] ?? []);
  }

  #call(
    object: SimObject,
    path: string[],
    { call, args }: Extract<Operand, { call: string }>,
  ): boolean {
    const { site } = this.#searcher;
    if (call.toLowerCase() === 'objecttypeandchildren') {
      const named = [...site.types.values()].filter(
        (type) => type.name === args[0] || String(type.id) === args[0],
      );
      return named.some((type) => site.withDescendants(type.id).includes(object.typeId));
    }
    if (call.toLowerCase() === 'now')
      return compares(this.values(object, path)[0] ?? '', '<', new Date(site.now()).toISOString());
    throw new AqlError(`The function ${call} is not known here.`);
  }

  #having(object: SimObject, name: string, inner: Condition | undefined): boolean {
    const { site, view, schemaIds } = this.#searcher;
    const fits = (id: number): boolean => {
      const other = view.get(id);
      return (
        other !== undefined &&
        schemaIds.has(site.types.get(other.typeId)!.schemaId) &&
        (!inner || this.holds(other, inner))
      );
    };
    if (name === 'outboundreferences') return refsOf(object).some(fits);
    if (name === 'inboundreferences') return this.#inboundOf(object.id).some(fits);
    if (name === 'connectedtickets')
      return site.issues.some((issue) =>
        Object.values(issue.fields).some((ids) => ids.includes(object.id)),
      );
    throw new AqlError(`"having ${name}" is not known here.`);
  }

  #inboundOf(id: number): number[] {
    if (!this.#inbound) {
      this.#inbound = new Map();
      for (const type of this.#searcher.site.types.values())
        for (const from of this.#searcher.view.idsOfType(type.id)) {
          for (const to of refsOf(this.#searcher.view.get(from)!))
            this.#inbound.set(to, [...(this.#inbound.get(to) ?? []), from]);
        }
    }
    return this.#inbound.get(id) ?? [];
  }
}

function compares(value: string, operator: string, text: string): boolean {
  const names = value.split('\u0000').map((name) => name.toLowerCase());
  const wanted = text.toLowerCase();
  switch (operator) {
    case '=':
    case '!=':
    case 'in':
    case 'not in':
      return names.includes(wanted);
    case 'like':
    case 'not like':
      return names.some((name) => name.includes(wanted.replaceAll('*', '')));
    case 'startswith':
      return names.some((name) => name.startsWith(wanted));
    case 'endswith':
      return names.some((name) => name.endsWith(wanted));
    default: {
      const order = compareText(names[0]!, wanted);
      return operator === '<'
        ? order < 0
        : operator === '>'
          ? order > 0
          : operator === '<='
            ? order <= 0
            : order >= 0;
    }
  }
}

function compareText(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  if (a !== '' && b !== '' && !Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  return a < b ? -1 : a > b ? 1 : 0;
}
