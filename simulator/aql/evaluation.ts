import { requireValue } from '../kernel/require-value.ts';
import { isReference, type SimObject, type Value } from '../site/records/model.ts';
import type { Site } from '../site/site.ts';
import { compareText, fitsText, TEXT_SEPARATOR } from './compare-text.ts';
import { isTextFunction, textsOfCall } from './texts-of-call.ts';
import type { Comparison, Condition, Having, Operand, Query } from './parse.ts';
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

/** Which object names which other one, by which attribute. */
interface NamedReference {
  from: number;
  to: number;
  attributeId: number;
}

const namedReferences = ({ id: from, values }: SimObject): NamedReference[] =>
  Object.entries(values).flatMap(([attributeId, held]) =>
    held.filter(isReference).map(({ ref: to }) => ({ from, to, attributeId: Number(attributeId) })),
  );

function referenceTypeName(site: Site, attributeId: number): string {
  const { referenceTypeId = -1 } = site.attributes.get(attributeId) ?? {};
  return site.referenceTypes.get(referenceTypeId)?.name ?? '';
}

/** One run of a query: what it works out for one object, it keeps for the next. */
export class Evaluation {
  readonly #searcher: Searcher;
  readonly #attributeIds = new Map<string, number[]>();
  #inbound: Map<number, NamedReference[]> | undefined;

  constructor(searcher: Searcher) {
    this.#searcher = searcher;
  }

  holds(object: SimObject, condition: Condition): boolean {
    if ('and' in condition) return condition.and.every((part) => this.holds(object, part));
    if ('or' in condition) return condition.or.some((part) => this.holds(object, part));
    if ('not' in condition) return !this.holds(object, condition.not);
    if ('having' in condition) return this.#having(object, condition) !== condition.negated;
    return this.#compares(object, condition);
  }

  #compares(object: SimObject, { path, operator, operands }: Comparison): boolean {
    const isNegated = operator === '!=' || operator.startsWith('not');
    const call = operands.find((operand) => 'call' in operand && !isTextFunction(operand.call));
    if (call && 'call' in call) return this.#call(object, call) !== operator.startsWith('not');
    const values = this.#values(object, path);
    if (operator === 'empty') return values.length === 0;
    if (operator === 'not empty') return values.length > 0;
    const texts = operands.flatMap((operand) =>
      'text' in operand ? [operand.text] : textsOfCall(this.#searcher, operand),
    );
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

  #call(object: SimObject, { call, args }: Extract<Operand, { call: string }>): boolean {
    const { site } = this.#searcher;
    if (call.toLowerCase() === 'objecttypeandchildren') {
      const named = [...site.types.values()].filter(
        (type) => type.name === args[0] || String(type.id) === args[0],
      );
      return named.some((type) => site.withDescendants(type.id).includes(object.typeId));
    }
    throw new AqlError(`The function ${call} is not known here.`);
  }

  #having(object: SimObject, { having: name, inner, refTypes }: Having): boolean {
    const { site, view, schemaIds } = this.#searcher;
    const isOfType = ({ attributeId }: NamedReference): boolean =>
      refTypes.length === 0 || refTypes.includes(referenceTypeName(site, attributeId));
    const fits = (id: number): boolean => {
      const other = view.get(id);
      return (
        other !== undefined &&
        schemaIds.has(site.requireType(other.typeId).schemaId) &&
        (!inner || this.holds(other, inner))
      );
    };
    if (name === 'outboundreferences')
      return namedReferences(object).some((each) => isOfType(each) && fits(each.to));
    if (name === 'inboundreferences')
      return this.#inboundOf(object.id).some((each) => isOfType(each) && fits(each.from));
    if (name === 'connectedtickets')
      return site.issues.some((issue) =>
        Object.values(issue.fields).some((ids) => ids.includes(object.id)),
      );
    throw new AqlError(`"having ${name}" is not known here.`);
  }

  #inboundOf(id: number): NamedReference[] {
    this.#inbound ??= this.#readInbound();
    return this.#inbound.get(id) ?? [];
  }

  #readInbound(): Map<number, NamedReference[]> {
    const { site, view } = this.#searcher;
    const ids = [...site.types.keys()].flatMap((typeId) => view.idsOfType(typeId));
    const inbound = new Map<number, NamedReference[]>();
    for (const from of ids) {
      for (const each of namedReferences(requireValue(view.get(from), 'object of its type'))) {
        const known = inbound.get(each.to);
        if (known) known.push(each);
        else inbound.set(each.to, [each]);
      }
    }
    return inbound;
  }
}
