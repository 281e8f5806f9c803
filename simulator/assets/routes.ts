import { callerOf, type Account } from '../accounts.ts';
import { search } from '../aql/evaluate.ts';
import { AqlError } from '../aql/tokenize.ts';
import { HttpError, type Answer, type Exchange, type Handler, type Route } from '../exchange.ts';
import type { SimObject, SimSchema, SimType } from '../site/model.ts';
import type { World } from '../world.ts';
import { configRoutes } from './config-routes.ts';
import { Render } from './render.ts';
import { typeRoutes } from './type-routes.ts';
import { readValues } from './write-values.ts';

const ROOT = '/jsm/assets/workspace/:ws/v1';

/** What a handler of the Assets REST API has at hand. */
export interface AssetsCall extends Exchange { world: World; account: Account; render: Render; visible: Set<number> }
export type AssetsHandler = (call: AssetsCall) => Answer;

export function assetsRoutes(world: World): Route[] {
  const guarded = (handler: AssetsHandler): Handler => (exchange) => {
    const caller = callerOf(world.accounts, exchange.request);
    if (caller === 'nobody' || caller === 'dead-token') throw new HttpError(401, ['Client must be authenticated to access this resource.']);
    if (exchange.params['ws'] !== world.site.workspaceId) throw new HttpError(404, ['The workspace does not exist.']);
    if (!caller.account.assets) throw new HttpError(403, ['You do not have access to Assets.']);
    const visible = new Set([...world.site.schemas.values()].filter((schema) => sees(caller.account, schema)).map((schema) => schema.id));
    return handler({ ...exchange, world, account: caller.account, render: new Render(world.site, world.settings, world.url), visible });
  };
  const routes: [string, string, AssetsHandler][] = [...schemaRoutes, ...objectRoutes, ...typeRoutes, ...configRoutes];
  return routes.map(([method, path, handler]) => ({ method, template: `${ROOT}${path}`, handler: guarded(handler) }));
}

const sees = (account: Account, schema: SimSchema): boolean => account.seesAll || !schema.visibleTo || schema.visibleTo.includes(account.email);

export function schemaOf({ world, visible }: AssetsCall, id: string | number | undefined): SimSchema {
  const schema = world.site.schemas.get(Number(id));
  if (!schema || !visible.has(schema.id)) throw new HttpError(404, [`The object schema with id ${id} was not found`]);
  return schema;
}

export function typeOf(call: AssetsCall, id: string | number | undefined): SimType {
  const type = call.world.site.types.get(Number(id));
  if (!type || !call.visible.has(type.schemaId)) throw new HttpError(404, [`The object type with id ${id} was not found`]);
  return type;
}

function objectOf(call: AssetsCall, id: string | undefined): SimObject {
  const object = /^\d+$/.test(id ?? '') ? call.world.site.objects.get(Number(id)) : undefined;
  if (!object || !call.visible.has(call.world.site.types.get(object.typeId)!.schemaId)) throw new HttpError(404, [`The object with id ${id} was not found`]);
  return object;
}

export const bodyOf = ({ body }: AssetsCall): Record<string, unknown> => {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) throw new HttpError(400, ['The body is not a JSON object.']);
  return body as Record<string, unknown>;
};

const number = (query: URLSearchParams, name: string, fallback: number): number => Number(query.get(name) ?? fallback);

const schemaRoutes: [string, string, AssetsHandler][] = [
  ['GET', '/objectschema/list', ({ world, query, account, render, visible }) => {
    const all = [...world.site.schemas.values()].filter((schema) => visible.has(schema.id));
    const [startAt, maxResults] = [number(query, 'startAt', 0), number(query, 'maxResults', 25)];
    const values = all.slice(startAt, startAt + maxResults).map((schema) => render.schema(schema, account.jiraAdmin, query.get('includeCounts') !== 'false'));
    const isLast = world.settings.cutListing || startAt + maxResults >= all.length;
    return { json: { startAt, maxResults, total: all.length, values, isLast, last: isLast } };
  }],
  ['POST', '/objectschema/create', (call) => {
    const { name, objectSchemaKey, description } = bodyOf(call) as { name?: string; objectSchemaKey?: string; description?: string };
    const errors: Record<string, string> = {};
    const all = [...call.world.site.schemas.values()];
    if (!name || all.some((schema) => schema.name === name)) errors['name'] = 'The name has to be unique';
    if (!objectSchemaKey || !/^[A-Z][A-Z0-9]{1,9}$/.test(objectSchemaKey) || all.some((schema) => schema.key === objectSchemaKey)) errors['objectSchemaKey'] = 'The key has to be unique, 2 to 10 uppercase letters';
    if (Object.keys(errors).length > 0) throw new HttpError(400, [], errors);
    const schema = call.world.site.addSchema(name!, objectSchemaKey!, description ?? '');
    return { status: call.world.settings.createStatus, json: call.render.schema(schema, true) };
  }],
  ['GET', '/objectschema/:id', (call) => ({ json: call.render.schema(schemaOf(call, call.params['id']), call.account.jiraAdmin) })],
  ['PUT', '/objectschema/:id', (call) => {
    const schema = schemaOf(call, call.params['id']);
    const { name, objectSchemaKey, description } = bodyOf(call) as { name?: string; objectSchemaKey?: string; description?: string };
    Object.assign(schema, { ...(name ? { name } : {}), ...(objectSchemaKey ? { key: objectSchemaKey } : {}), ...(description === undefined ? {} : { description }), updated: call.world.site.now() });
    return { json: call.render.schema(schema, call.account.jiraAdmin) };
  }],
  ['DELETE', '/objectschema/:id', (call) => {
    const schema = schemaOf(call, call.params['id']);
    const json = call.render.schema(schema, call.account.jiraAdmin);
    call.world.site.deleteSchema(schema.id);
    return { json };
  }],
  ['GET', '/objectschema/:id/attributes', (call) => {
    const schema = schemaOf(call, call.params['id']);
    const { site } = call.world;
    return { json: site.typesOf(schema.id).flatMap((type) => site.ownAttributes(type.id)).map((attribute) => call.render.attribute(attribute, call.query.get('extended') === 'true')) };
  }],
  ['GET', '/objectschema/:id/objecttypes', (call) => ({ json: call.world.site.typesOf(schemaOf(call, call.params['id']).id).filter((type) => !(call.query.get('excludeAbstract') === 'true' && type.abstract)).map((type) => call.render.type(type)) })],
  ['GET', '/objectschema/:id/objecttypes/flat', (call) => ({ json: call.world.site.typesOf(schemaOf(call, call.params['id']).id).map((type) => call.render.type(type)) })],
  ['GET', '/usage', ({ world, visible }) => {
    const schemas = [...world.site.schemas.values()].filter((schema) => visible.has(schema.id));
    return { json: { totalObjectsCount: schemas.reduce((sum, schema) => sum + world.site.objectCount(schema.id), 0), perSchemaUsageInfo: schemas.map((schema) => ({ schemaId: schema.id, schemaName: schema.name, schemaCreatedAt: new Date(schema.created).toISOString(), objectCount: world.site.objectCount(schema.id) })) } };
  }],
];

/** @throws HttpError 400 for a query that cannot be read */
function find(call: AssetsCall): readonly number[] {
  const { world, visible } = call;
  const text = bodyOf(call)['qlQuery'];
  if (typeof text !== 'string') throw new HttpError(400, ['qlQuery is required']);
  const view = world.site.objects.view(world.site.now(), world.settings.indexDelayMs);
  const key = `${[...visible].join()} ${world.settings.keyset} ${text}`;
  const kept = world.lastSearches.get(key);
  if (kept && view.version >= 0 && kept.version === view.version) return kept.ids;
  try {
    const ids = search({ site: world.site, view, schemaIds: visible, keyset: world.settings.keyset }, text);
    world.lastSearches.delete(key);
    if (view.version >= 0) world.lastSearches.set(key, { version: view.version, ids });
    if (world.lastSearches.size > 20) world.lastSearches.delete(world.lastSearches.keys().next().value!);
    return ids;
  } catch (error) {
    if (error instanceof AqlError) throw new HttpError(400, [error.message]);
    throw error;
  }
}

const objectRoutes: [string, string, AssetsHandler][] = [
  ['POST', '/object/aql', (call) => {
    const { world, query, render } = call;
    world.churn.tick();
    const ids = find(call);
    const view = world.site.objects.view(world.site.now(), world.settings.indexDelayMs);
    const [startAt, maxResults] = [number(query, 'startAt', 0), number(query, 'maxResults', 25)];
    const attributes = query.get('includeAttributes') === 'true';
    const objects = ids.slice(startAt, startAt + maxResults).map((id) => view.get(id)).filter((object): object is SimObject => object !== undefined);
    const last = startAt + maxResults >= ids.length;
    const types = new Set(objects.map((object) => object.typeId));
    return {
      objects: objects.length,
      json: {
        startAt, maxResults, ...(world.settings.includeTotal ? { total: Math.min(ids.length, world.settings.totalCap) } : {}), values: objects.map((object) => render.object(object, attributes)),
        objectTypeAttributes: attributes ? [...types].flatMap((type) => world.site.attributesOf(type)).map((attribute) => render.attribute(attribute)) : [],
        hasMoreResults: !last, last, isLast: world.settings.isLastAsString ? String(last) : last,
      },
    };
  }],
  ['POST', '/object/aql/totalcount', (call) => ({ json: { totalCount: find(call).length } })],
  ['POST', '/object/create', (call) => {
    const { objectTypeId, attributes } = bodyOf(call) as { objectTypeId?: string; attributes?: unknown };
    const type = typeOf(call, objectTypeId);
    if (type.abstract) throw new HttpError(400, ['The object type is abstract: it holds no objects.']);
    const values = readValues(call.world.site, call.world.settings, type.id, attributes, undefined);
    const object = call.world.site.addObject(type.id, values, call.world.site.now());
    return { status: call.world.settings.createStatus, json: call.render.object(object, true, true) };
  }],
  ['GET', '/object/:id', (call) => ({ json: call.render.object(objectOf(call, call.params['id']), call.query.get('includeAttributes') !== 'false', true) })],
  ['PUT', '/object/:id', (call) => {
    const object = objectOf(call, call.params['id']);
    const values = readValues(call.world.site, call.world.settings, object.typeId, bodyOf(call)['attributes'], object.id);
    return { json: call.render.object(call.world.site.updateObject(object, values), true, true) };
  }],
  ['DELETE', '/object/:id', (call) => {
    const object = objectOf(call, call.params['id']);
    call.world.site.objects.remove(object.id, call.world.site.now());
    return { json: { id: String(object.id) } };
  }],
  ['GET', '/object/:id/attributes', (call) => ({ json: call.render.attributesOf(objectOf(call, call.params['id']), true) })],
  ['GET', '/object/:id/history', (call) => {
    const object = objectOf(call, call.params['id']);
    const entries = [{ at: object.created, attribute: '', before: '', after: '', type: 0 }, ...(call.world.site.history.get(object.id) ?? [])];
    const actor = { avatarUrl: '', displayName: call.account.name, name: call.account.email, key: call.account.accountId };
    const json = entries.map((entry, at) => ({ actor, id: String(object.id * 100 + at), affectedAttribute: entry.attribute, oldValue: entry.before, newValue: entry.after, type: entry.type, created: new Date(entry.at).toISOString(), objectId: String(object.id) }));
    return { json: call.query.get('asc') === 'true' ? json : json.reverse() };
  }],
  ['GET', '/object/:id/referenceinfo', (call) => {
    const object = objectOf(call, call.params['id']);
    const { site } = call.world;
    const ids = search({ site, view: site.objects, schemaIds: call.visible, keyset: true }, `object HAVING outboundReferences(objectId = ${object.id})`);
    const byType = Map.groupBy(ids, (id) => site.objects.get(id)!.typeId);
    return { json: [...byType].map(([typeId, from]) => ({ referenceTypes: [], objectType: call.render.type(site.types.get(typeId)!), numberOfReferencedObjects: from.length, openIssuesExists: false })) };
  }],
  ['GET', '/objectconnectedtickets/:id/tickets', (call) => {
    const object = objectOf(call, call.params['id']);
    const tickets = call.world.site.issues.filter((issue) => Object.values(issue.fields).some((ids) => ids.includes(object.id)));
    return { json: { tickets: tickets.map((issue) => ({ workspaceId: call.world.site.workspaceId, globalId: `${call.world.site.workspaceId}:${issue.id}`, key: issue.key, id: String(issue.id), reporter: '', created: new Date(call.world.site.past(issue.id)).toISOString(), updated: new Date(call.world.site.past(issue.id)).toISOString(), title: issue.summary, status: { name: 'Open', description: '', colorName: 'blue' }, type: { name: 'Task', description: '', iconUrl: '' }, priority: { name: 'Medium', iconUrl: '' } })), allTicketsQuery: `issue in (${tickets.map((issue) => issue.key).join()})` } };
  }],
];
