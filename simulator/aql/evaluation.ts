import { requireValue } from '../kernel/require-value.ts';
import { isReference, refsOf, type SimObject, type Value } from '../site/model.ts';
import type { Site } from '../site/site.ts';
import { compareText, fitsText, TEXT_SEPARATOR } from './compare-text.ts';
import type { Comparison, Condition, Operand, Query } from './parse.ts';
import type { Searcher } from './searcher.ts';
import { AqlError } from './tokenize.ts';

/** What every object has, whatever its type. */
const FIELDS: Record<string, (site: Site, object: SimObject) => string> = {
  objectid: (_site, { id }) => String(id),
  objecttypeid: (_site, { typeId }) => String(typeId),
  objecttype: (site, { typeId }) => site.requireType(typeId).name,
  objectschemaid: (site, object) => String(site.schemaOf(object).id),
  objectschema: (site, object) => site.schemaOf(object).name,
  key: (site, object) => site.keyOf(object),
  label: (site, object) => site.labelOf(object),
  created: (_site, { created }) => new Date(created).toISOString(),
  updated: (_site, { updated }) => new Date(updated).toISOString(),
};

/** One run of a query: what it works out for one object, it keeps for the next. */
export class Evaluation {
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
    return this.#compares(object, condition);
  }

  #compares(object: SimObject, { path, operator, operands }: Comparison): boolean {
    const isNegated = operator === '!=' || operator.startsWith('not');
    const call = operands.find((operand) => 'call' in operand);
    if (call) return this.#call(object, path, call) !== operator.startsWith('not');
    const values = this.#values(object, path);
    if (operator === 'empty') return values.length === 0;
    if (operator === 'not empty') return values.length > 0;
    const texts = operands.flatMap((operand) => ('text' in operand ? [operand.text] : []));
    const hasOne = values.some((value) => texts.some((text) => fitsText(value, operator, text)));
    return hasOne !== isNegated;
  }

  sort(ids: readonly number[], orderBy: Query['orderBy']): number[] {
    const sortable = ids.map((id) => {
      const object = requireValue(this.#searcher.view.get(id), 'object that was found');
      const keys = orderBy.map(({ name }) => this.#values(object, name.split('.'))[0] ?? '');
      return { id, keys };
    });
    sortable.sort((a, b) => {
      for (const [at, { descending }] of orderBy.entries()) {
        const order = compareText(a.keys[at] ?? '', b.keys[at] ?? '');
        if (order !== 0) return descending ? -order : order;
      }
      return a.id - b.id;
    });
    return sortable.map(({ id }) => id);
  }

  /** What a path gives for an object, as texts. */
  #values(object: SimObject, [name = '', ...rest]: string[]): string[] {
    const { site, view } = this.#searcher;
    if (rest.length > 0)
      return this.#attributeValues(object, name).flatMap((value) => {
        const next = isReference(value) ? view.get(value.ref) : undefined;
        return next ? this.#values(next, rest) : [];
      });
    const fixed = FIELDS[name.toLowerCase()];
    if (fixed) return [fixed(site, object)];
    return this.#attributeValues(object, name).map((value) => this.#plain(value));
  }

  /** References compare by label, and by key or id as well. */
  #plain(value: Value): string {
    const { site, view } = this.#searcher;
    if (isReference(value)) {
      const target = view.get(value.ref);
      if (!target) return '';
      return [site.labelOf(target), site.keyOf(target), target.id].join(TEXT_SEPARATOR);
    }
    if (typeof value === 'object' && 'user' in value)
      return [site.plain(value), value.user, site.users.get(value.user)?.email ?? ''].join(
        TEXT_SEPARATOR,
      );
    return site.plain(value);
  }

  #attributeValues(object: SimObject, name: string): Value[] {
    return this.#attributeIdsOf(object.typeId, name.toLowerCase()).flatMap(
      (id) => object.values[id] ?? [],
    );
  }

  #attributeIdsOf(typeId: number, name: string): number[] {
    const key = `${typeId} ${name}`;
    const known = this.#attributeIds.get(key);
    if (known) return known;
    const ids = this.#searcher.site
      .attributesOf(typeId)
      .filter((attribute) => attribute.name.toLowerCase() === name)
      .map((attribute) => attribute.id);
    this.#attributeIds.set(key, ids);
    return ids;
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
      return fitsText(this.#values(object, path)[0] ?? '', '<', new Date(site.now()).toISOString());
    throw new AqlError(`The function ${call} is not known here.`);
  }

  #having(object: SimObject, name: string, inner: Condition | undefined): boolean {
    const { site, view, schemaIds } = this.#searcher;
    const fits = (id: number): boolean => {
      const other = view.get(id);
      return (
        other !== undefined &&
        schemaIds.has(site.requireType(other.typeId).schemaId) &&
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
    this.#inbound ??= this.#readInbound();
    return this.#inbound.get(id) ?? [];
  }

  #readInbound(): Map<number, number[]> {
    const { site, view } = this.#searcher;
    const ids = [...site.types.keys()].flatMap((typeId) => view.idsOfType(typeId));
    const inbound = new Map<number, number[]>();
    for (const from of ids) {
      for (const to of refsOf(requireValue(view.get(from), 'object of its type'))) {
        const known = inbound.get(to);
        if (known) known.push(from);
        else inbound.set(to, [from]);
      }
    }
    return inbound;
  }
}
