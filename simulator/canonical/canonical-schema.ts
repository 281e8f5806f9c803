import { itemAt } from '../kernel/item-at.ts';
import {
  isReference,
  type SimAttribute,
  type SimObject,
  type SimRole,
  type Value,
} from '../site/records/model.ts';
import type { Site } from '../site/site.ts';
import { coloursOf } from './colours-of.ts';
import { plainAql, type Names } from './plain-aql.ts';

export interface CanonicalOptions {
  /** What an account is called, so that sites with other account ids compare. */
  userOf?: ((accountId: string) => string) | undefined;
  /** False leaves out the schema's name and key. */
  schemaName?: boolean | undefined;
  /** False leaves out the icons of types. */
  icons?: boolean | undefined;
  /** False leaves out the schema's own statuses. */
  statuses?: boolean | undefined;
  /** False leaves out the switches of the schema. */
  properties?: boolean | undefined;
  /** True tells who has which role: whoever makes a schema has one in it. */
  roles?: boolean | undefined;
  /** Names of attributes whose values are left out. */
  withoutValues?: readonly string[] | undefined;
  /** True tells the whole order of attributes; else that of those that Assets makes is left out. */
  order?: boolean | undefined;
}

const STATUS = 7;

/**
 * The whole content of a schema, sorted, without ids, keys, dates and history: for comparing a
 * schema with its restored copy. An object is known by a colour, which depends on its content and
 * its references alone.
 */
export interface CanonicalSchema {
  schema: object;
  types: object[];
  statuses?: object[];
  properties?: string[];
  roles?: object[];
  objects: CanonicalObject[];
}

interface CanonicalObject {
  name: string;
  type: string;
  colour: string;
  values: Record<string, string[]>;
}

export function canonicalSchema(
  site: Site,
  schemaId: number,
  options: CanonicalOptions = {},
): CanonicalSchema {
  return new Canonical(site, schemaId, options).schema();
}

class Canonical {
  readonly #site: Site;
  readonly #schemaId: number;
  readonly #options: CanonicalOptions;
  readonly #objects: SimObject[];
  readonly #indexOf: ReadonlyMap<number, number>;
  readonly #colours: string[];

  constructor(site: Site, schemaId: number, options: CanonicalOptions) {
    this.#site = site;
    this.#schemaId = schemaId;
    this.#options = options;
    this.#objects = site
      .typesOf(schemaId)
      .flatMap((type) => site.objects.idsOfType(type.id).map((id) => site.objects.require(id)));
    this.#indexOf = new Map(this.#objects.map((object, at) => [object.id, at]));
    this.#colours = coloursOf(this.#objects.map((object) => this.#vertexOf(object)));
  }

  schema(): CanonicalSchema {
    const { schemaName = true, statuses = true, properties = true, roles = false } = this.#options;
    const { name, key, description } = this.#site.requireSchema(this.#schemaId);
    const content: CanonicalSchema = {
      schema: schemaName ? { name, key, description } : { description },
      types: this.#types(),
      objects: this.#objects.map((object, at) => this.#object(object, at)).sort(compareObjects),
    };
    if (statuses) content.statuses = this.#statuses();
    if (properties) content.properties = this.#properties();
    if (roles) content.roles = this.#roles();
    return content;
  }

  /** The switches that are on. */
  #properties(): string[] {
    const { properties } = this.#site.requireSchema(this.#schemaId);
    return Object.keys(properties)
      .filter((name) => properties[name])
      .sort();
  }

  #roles(): object[] {
    const { userOf = (accountId: string) => accountId } = this.#options;
    const types = this.#site.typesOf(this.#schemaId);
    const named = (roles: readonly SimRole[], of: string): object[] =>
      roles.map(({ name, users, groups }) => ({
        of,
        name,
        users: users.map(userOf).sort(),
        groups: [...groups].sort(),
      }));
    return [
      ...named(this.#site.roles.ofSchema(this.#schemaId), ''),
      ...types
        .flatMap((type) => named(this.#site.roles.ofType(type), this.#pathOf(type.id)))
        .sort((a, b) => compare(JSON.stringify(a), JSON.stringify(b))),
    ];
  }

  #types(): object[] {
    const { icons = true, order = false } = this.#options;
    const inOrder = order ? (all: readonly SimAttribute[]) => all : inCommonOrder;
    return this.#site
      .typesOf(this.#schemaId)
      .map((type) => {
        const { description, inherited, abstract } = type;
        const attributes = inOrder(this.#site.ownAttributes(type.id)).map((attribute) =>
          this.#definition(attribute),
        );
        const common = { path: this.#pathOf(type.id), description, inherited, abstract };
        const icon = this.#site.icons.get(type.iconId)?.name ?? '';
        return icons ? { ...common, icon, attributes } : { ...common, attributes };
      })
      .sort((a, b) => compare(a.path, b.path));
  }

  #statuses(): object[] {
    return [...this.#site.statuses.values()]
      .filter((status) => status.schemaId === this.#schemaId)
      .map(({ name, category }) => ({ name, category }))
      .sort((a, b) => compare(a.name, b.name));
  }

  #object(object: SimObject, at: number): CanonicalObject {
    const show = (value: Value): unknown =>
      this.#isInside(value) ? { ref: this.#colourOf(value.ref) } : this.#plain(value);
    const values = this.#filled(object).map(([name, held]) => [name, sortedTexts(held, show)]);
    return {
      name: this.#site.labelOf(object),
      type: this.#pathOf(object.typeId),
      colour: itemAt(this.#colours, at),
      values: Object.fromEntries(values) as Record<string, string[]>,
    };
  }

  #vertexOf(object: SimObject): { own: string; out: { by: string; to: number }[] } {
    const filled = this.#filled(object);
    const own = filled.map(([name, values]) => {
      const outside = values.filter((value) => !this.#isInside(value));
      return [name, sortedTexts(outside, (value) => this.#plain(value))];
    });
    const out = filled.flatMap(([by, values]) =>
      values
        .map((value) => (isReference(value) ? this.#indexOf.get(value.ref) : undefined))
        .filter((to) => to !== undefined)
        .map((to) => ({ by, to })),
    );
    return { own: JSON.stringify([this.#pathOf(object.typeId), own]), out };
  }

  /** The attributes of an object that have values, by name. */
  #filled(object: SimObject): [string, Value[]][] {
    const { withoutValues = [] } = this.#options;
    return this.#site
      .attributesOf(object.typeId)
      .filter(({ name }) => !withoutValues.includes(name))
      .map(({ id, name }): [string, Value[]] => [name, object.values[id] ?? []])
      .filter(([, values]) => values.length > 0)
      .sort(([a], [b]) => compare(a, b));
  }

  #pathOf(typeId: number): string {
    const { parentId, schemaId, name } = this.#site.requireType(typeId);
    if (parentId !== null) return `${this.#pathOf(parentId)} / ${name}`;
    if (schemaId === this.#schemaId) return name;
    return `${this.#site.requireSchema(schemaId).name}: ${name}`;
  }

  #isInside(value: Value): value is { ref: number } {
    return isReference(value) && this.#indexOf.has(value.ref);
  }

  #colourOf(id: number): string | undefined {
    const at = this.#indexOf.get(id);
    return at === undefined ? undefined : this.#colours[at];
  }

  #plain(value: Value): unknown {
    const { userOf = (accountId: string) => accountId } = this.#options;
    if (typeof value === 'string') return value;
    if ('ref' in value)
      return this.#site.objects.get(value.ref)
        ? { outside: this.#site.plain(value) }
        : { ref: 'gone' };
    if ('user' in value) return { user: userOf(value.user) };
    if ('odd' in value) return value.odd;
    return 'status' in value ? { status: this.#site.statuses.get(value.status)?.name } : value;
  }

  /** What stands in filters instead of ids and keys. */
  get #names(): Names {
    const nameOf = (object: SimObject | undefined): string | undefined =>
      object && (this.#colourOf(object.id) ?? this.#site.labelOf(object));
    return {
      type: (id) => (this.#site.types.has(id) ? this.#pathOf(id) : undefined),
      schema: (id) => (id === this.#schemaId ? 'this schema' : this.#site.schemas.get(id)?.name),
      object: (id) => nameOf(this.#site.objects.get(id)),
      key: (key) => nameOf(this.#site.byKey(key)),
    };
  }

  /**
   * An attribute without its ids and its number: it is known by its place among the others. What
   * says nothing is left out, as sites differ in how they say nothing.
   */
  #definition(attribute: SimAttribute): object {
    const {
      id: _id,
      typeId: _typeId,
      position: _position,
      referenceObjectTypeId,
      referenceTypeId,
      typeValueMulti,
      qlQuery,
      odd: _odd,
      ...rest
    } = attribute;
    const definition = {
      ...rest,
      allowed: typeValueMulti?.map((each) => this.#allowed(attribute, each)).sort(),
      references: referenceObjectTypeId && this.#referencedPath(referenceObjectTypeId),
      by: this.#site.referenceTypes.get(referenceTypeId ?? -1)?.name,
      qlQuery: qlQuery && plainAql(qlQuery, this.#names),
    };
    return Object.fromEntries(
      Object.entries(definition)
        .filter(([, value]) => saysSomething(value))
        .sort(([a], [b]) => compare(a, b)),
    );
  }

  /** A group, or the name of a status. */
  #allowed({ type }: SimAttribute, each: string): string {
    if (type !== STATUS) return each;
    return this.#site.statuses.get(Number(each))?.name ?? 'gone';
  }

  #referencedPath(typeId: number): string {
    return this.#site.types.has(typeId) ? this.#pathOf(typeId) : 'gone';
  }
}

/**
 * The attributes that Assets made itself come first, by what they are: in which order a new type
 * has them is not said.
 */
function inCommonOrder(attributes: readonly SimAttribute[]): SimAttribute[] {
  const isAuto = ({ system, removable }: SimAttribute): boolean => system || !removable;
  const roleOf = ({ system, name }: SimAttribute): string => (system ? name : '');
  return [
    ...attributes.filter(isAuto).sort((a, b) => compare(roleOf(a), roleOf(b))),
    ...attributes.filter((attribute) => !isAuto(attribute)),
  ];
}

const saysSomething = (value: unknown): boolean =>
  value !== undefined &&
  value !== '' &&
  value !== false &&
  !(Array.isArray(value) && value.length === 0);

const sortedTexts = (values: Value[], show: (value: Value) => unknown): string[] =>
  values.map((value) => JSON.stringify(show(value))).sort();

const compareObjects = (a: CanonicalObject, b: CanonicalObject): number =>
  compare(a.type, b.type) || compare(a.name, b.name) || compare(a.colour, b.colour);

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
