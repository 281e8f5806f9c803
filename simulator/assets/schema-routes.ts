import { HttpError } from '../http/http-error.ts';
import type { SimSchema } from '../site/records/model.ts';
import { bodyOf, numberOf, schemaOf, type AssetsCall, type AssetsHandler } from './assets-call.ts';
import { assertManages, manages } from './assert-manages.ts';
import { askedAttributes } from './asked-attributes.ts';

interface SchemaBody {
  name?: string;
  objectSchemaKey?: string;
  description?: string;
}

/** @throws HttpError 400 for a name or key that another schema has */
function checkNames(call: AssetsCall, name: string, key: string, schema?: SimSchema): void {
  const errors: Record<string, string> = {};
  const others = [...call.world.site.schemas.values()].filter((other) => other !== schema);
  if (!name || others.some((other) => other.name === name))
    errors['name'] = 'The name has to be unique';
  if (!/^[A-Z][A-Z0-9]{1,9}$/.test(key) || others.some((other) => other.key === key))
    errors['objectSchemaKey'] = 'The key has to be unique, 2 to 10 uppercase letters';
  if (Object.keys(errors).length > 0) throw new HttpError(400, [], errors);
}

export const schemaRoutes: [string, string, AssetsHandler][] = [
  [
    'GET',
    '/objectschema/list',
    ({ world, query, account, render, visible }) => {
      const all = [...world.site.schemas.values()].filter((schema) => visible.has(schema.id));
      const [startAt, maxResults] = [
        numberOf(query, 'startAt', 0),
        numberOf(query, 'maxResults', 25),
      ];
      const values = all
        .slice(startAt, startAt + maxResults)
        .map((schema) =>
          render.schema(schema, manages(account, schema), query.get('includeCounts') !== 'false'),
        );
      const isLast = world.settings.cutListing || startAt + maxResults >= all.length;
      return { json: { startAt, maxResults, total: all.length, values, isLast, last: isLast } };
    },
  ],
  [
    'POST',
    '/objectschema/create',
    (call) => {
      assertManages(call);
      const { name = '', objectSchemaKey = '', description } = bodyOf(call) as SchemaBody;
      checkNames(call, name, objectSchemaKey);
      const { site } = call.world;
      const schema = site.addSchema(name, objectSchemaKey, description ?? '');
      const users = [call.account.accountId];
      site.roles.grant(site.roles.ofSchema(schema.id), 'Managers', { users });
      return { status: call.world.settings.createStatus, json: call.render.schema(schema, true) };
    },
  ],
  [
    'GET',
    '/objectschema/:id',
    (call) => ({
      json: call.render.schema(
        schemaOf(call, call.params['id']),
        manages(call.account, schemaOf(call, call.params['id'])),
      ),
    }),
  ],
  [
    'PUT',
    '/objectschema/:id',
    (call) => {
      const schema = schemaOf(call, call.params['id']);
      const { name, objectSchemaKey, description } = bodyOf(call) as SchemaBody;
      assertManages(call, schema);
      checkNames(call, name ?? schema.name, objectSchemaKey ?? schema.key, schema);
      if (name) schema.name = name;
      if (objectSchemaKey) schema.key = objectSchemaKey;
      if (description !== undefined) schema.description = description;
      schema.updated = call.world.site.now();
      return { json: call.render.schema(schema, manages(call.account, schema)) };
    },
  ],
  [
    'DELETE',
    '/objectschema/:id',
    (call) => {
      const schema = schemaOf(call, call.params['id']);
      assertManages(call, schema);
      const json = call.render.schema(schema, manages(call.account, schema));
      call.world.site.deleteSchema(schema.id);
      return { json };
    },
  ],
  [
    'GET',
    '/objectschema/:id/attributes',
    (call) => {
      const schema = schemaOf(call, call.params['id']);
      const { site } = call.world;
      return {
        json: askedAttributes(
          call,
          site.typesOf(schema.id).flatMap((type) => site.ownAttributes(type.id)),
        ).map((attribute) =>
          call.render.attribute(attribute, call.query.get('extended') === 'true'),
        ),
      };
    },
  ],
  [
    'GET',
    '/objectschema/:id/objecttypes',
    (call) => ({
      json: call.world.site
        .typesOf(schemaOf(call, call.params['id']).id)
        .filter((type) => !(call.query.get('excludeAbstract') === 'true' && type.abstract))
        .map((type) => call.render.type(type)),
    }),
  ],
  [
    'GET',
    '/objectschema/:id/objecttypes/flat',
    (call) => {
      const [query, exclude] = [
        call.query.get('query')?.toLowerCase(),
        call.query.getAll('exclude'),
      ];
      return {
        json: call.world.site
          .typesOf(schemaOf(call, call.params['id']).id)
          .filter(
            (type) =>
              (query === undefined || type.name.toLowerCase().includes(query)) &&
              !exclude.includes(String(type.id)),
          )
          .map((type) => call.render.type(type)),
      };
    },
  ],
  [
    'GET',
    '/usage',
    ({ world, visible }) => {
      const schemas = [...world.site.schemas.values()].filter((schema) => visible.has(schema.id));
      return {
        json: {
          totalObjectsCount: schemas.reduce(
            (sum, schema) => sum + world.site.objectCount(schema.id),
            0,
          ),
          perSchemaUsageInfo: schemas.map((schema) => ({
            schemaId: schema.id,
            schemaName: schema.name,
            schemaCreatedAt: new Date(schema.created).toISOString(),
            objectCount: world.site.objectCount(schema.id),
          })),
        },
      };
    },
  ],
];
