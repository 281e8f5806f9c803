import { coloursOf } from './colours-of.ts';
import { plainAql, type Names } from './plain-aql.ts';
import { isReference, type SimAttribute, type SimObject, type Value } from '../site/model.ts';
import type { Site } from '../site/site.ts';

export interface CanonicalOptions {
  /** What an account is called, so that sites with other account ids compare. */
  userOf?: (accountId: string) => string;
  /** False leaves them out: the schema's name and key, the icons of types, the schema's own statuses. */
  schemaName?: boolean;
  icons?: boolean;
  statuses?: boolean;
}

/** The whole content of a schema, sorted, without ids, keys, dates and history: for comparing a schema with its restored copy. An object is known by a colour, which depends on its content and its references alone. */
export interface CanonicalSchema {
  schema: object;
  types: object[];
  statuses?: object[];
  objects: { name: string; type: string; colour: string; values: Record<string, string[]> }[];
}

export function canonicalSchema(
  site: Site,
  schemaId: number,
  {
    userOf = (accountId) => accountId,
    schemaName = true,
    icons = true,
    statuses = true,
  }: CanonicalOptions = {},
): CanonicalSchema {
  const schema = site.schemas.get(schemaId)!;
  const types = site.typesOf(schemaId);
  const pathOf = (typeId: number): string => {
    const type = site.types.get(typeId)!;
    return `${type.parentId === null ? (type.schemaId === schemaId ? '' : `${site.schemas.get(type.schemaId)!.name}: `) : `${pathOf(type.parentId)} / `}${type.name}`;
  };
  const objects = types.flatMap((type) =>
    site.objects.idsOfType(type.id).map((id) => site.objects.get(id)!),
  );
  const places = new Map(objects.map((object, at) => [object.id, at]));
  const isInside = (value: Value): value is { ref: number } =>
    isReference(value) && places.has(value.ref);
  const plain = (value: Value): unknown => {
    if (typeof value === 'string') return value;
    if ('ref' in value)
      return site.objects.get(value.ref) ? { outside: site.plain(value) } : { ref: 'gone' };
    if ('user' in value) return { user: userOf(value.user) };
    return 'status' in value ? { status: site.statuses.get(value.status)?.name } : value;
  };
  const filled = (object: SimObject): [string, Value[]][] =>
    site
      .attributesOf(object.typeId)
      .map(({ id, name }): [string, Value[]] => [name, object.values[id] ?? []])
      .filter(([, values]) => values.length > 0)
      .sort(([a], [b]) => compare(a, b));
  const texts = (values: Value[], shown: (value: Value) => unknown): string[] =>
    values.map((value) => JSON.stringify(shown(value))).sort();
  const colours = coloursOf(
    objects.map((object) => ({
      own: JSON.stringify([
        pathOf(object.typeId),
        filled(object).map(([name, values]) => [
          name,
          texts(
            values.filter((value) => !isInside(value)),
            plain,
          ),
        ]),
      ]),
      out: filled(object).flatMap(([by, values]) =>
        values.filter(isInside).map(({ ref }) => ({ by, to: places.get(ref)! })),
      ),
    })),
  );
  const colourOf = (id: number | undefined): string | undefined =>
    id !== undefined && places.has(id) ? colours[places.get(id)!] : undefined;
  const names: Names = {
    type: (id) => (site.types.has(id) ? pathOf(id) : undefined),
    schema: (id) => (id === schemaId ? 'this schema' : site.schemas.get(id)?.name),
    object: (id) =>
      colourOf(id) ?? (site.objects.get(id) ? site.labelOf(site.objects.get(id)!) : undefined),
    key: (key) => {
      const object = site.byKey(key);
      return object && (colourOf(object.id) ?? site.labelOf(object));
    },
  };
  return {
    schema: {
      ...(schemaName ? { name: schema.name, key: schema.key } : {}),
      description: schema.description,
    },
    types: types
      .map((type) => ({
        path: pathOf(type.id),
        description: type.description,
        inherited: type.inherited,
        abstract: type.abstract,
        ...(icons ? { icon: site.icons.get(type.iconId)?.name ?? '' } : {}),
        attributes: site
          .ownAttributes(type.id)
          .map((attribute) => definitionOf(site, attribute, pathOf, names)),
      }))
      .sort((a, b) => compare(a.path, b.path)),
    ...(statuses
      ? {
          statuses: [...site.statuses.values()]
            .filter((status) => status.schemaId === schemaId)
            .map(({ name, category }) => ({ name, category }))
            .sort((a, b) => compare(a.name, b.name)),
        }
      : {}),
    objects: objects
      .map((object, at) => ({
        name: site.labelOf(object),
        type: pathOf(object.typeId),
        colour: colours[at]!,
        values: Object.fromEntries(
          filled(object).map(([name, values]) => [
            name,
            texts(values, (value) =>
              isInside(value) ? { ref: colourOf(value.ref) } : plain(value),
            ),
          ]),
        ),
      }))
      .sort(
        (a, b) => compare(a.type, b.type) || compare(a.name, b.name) || compare(a.colour, b.colour),
      ),
  };
}

/** In its place among the others, not at a number; what says nothing is left out, as sites differ in how they say nothing. */
function definitionOf(
  site: Site,
  attribute: SimAttribute,
  pathOf: (typeId: number) => string,
  names: Names,
): object {
  const {
    id: _id,
    typeId: _typeId,
    position: _position,
    referenceObjectTypeId,
    referenceTypeId,
    qlQuery,
    ...rest
  } = attribute;
  const references =
    referenceObjectTypeId === undefined
      ? {}
      : {
          references: site.types.has(referenceObjectTypeId)
            ? pathOf(referenceObjectTypeId)
            : 'gone',
          by: site.referenceTypes.get(referenceTypeId!)?.name,
        };
  const said = { ...rest, ...references, qlQuery: qlQuery && plainAql(qlQuery, names) };
  return Object.fromEntries(
    Object.entries(said)
      .filter(
        ([, value]) =>
          value !== undefined &&
          value !== '' &&
          value !== false &&
          !(Array.isArray(value) && value.length === 0),
      )
      .sort(([a], [b]) => compare(a, b)),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
