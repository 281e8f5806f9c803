import { HttpError } from '../http/http-error.ts';
import type { SimRole } from '../site/records/model.ts';
import {
  bodyOf,
  schemaOf,
  typeOf,
  undocumented,
  type AssetsCall,
  type AssetsHandler,
} from './assets-call.ts';
import { assertManages } from './assert-manages.ts';

/** What the public documentation names of a schema's switches (assets-api: G). */
const DOCUMENTED = ['allowOtherObjectSchema', 'validateQuickCreate', 'quickCreateObjects'];
const FLAGS = [...DOCUMENTED, 'createObjectsCustomField', 'serviceDescCustomersEnabled'];

const flagsOf = (call: AssetsCall, names: readonly string[]): Record<string, boolean> => {
  const { properties } = schemaOf(call, call.params['id']);
  return Object.fromEntries(names.map((name) => [name, properties[name] ?? false]));
};

/** Name → address of each; those of Cloud are of the gateway, under Assets' older name. */
function linksOf({ world }: AssetsCall, roles: readonly SimRole[]): Record<string, string> {
  const root = world.isDataCenter
    ? `${world.base}/rest/insight/1.0`
    : `${world.url}/gateway/api/jsm/insight/workspace/${world.site.workspaceId}/v1`;
  return Object.fromEntries(roles.map(({ id, name }) => [name, `${root}/config/role/${id}`]));
}

/** @throws HttpError 401: of Cloud only the site's own gateway answers for roles, 404 */
function roleOf(call: AssetsCall): SimRole {
  const role = call.world.site.roles.get(Number(call.params['id']));
  if (!role) throw new HttpError(404, [`The role with id ${call.params['id']} was not found`]);
  schemaOf(call, role.schemaId);
  return role;
}

const roles = (handler: AssetsHandler): AssetsHandler =>
  undocumented('roles', (call) => {
    if (call.form !== 'gateway' && !call.world.isDataCenter)
      throw HttpError.of(401, { errorMessage: 'Unauthorized' });
    return handler(call);
  });

const render = ({ world }: AssetsCall, { id, name, users, groups }: SimRole): object => ({
  id,
  name,
  actors: [
    ...users.map((accountId, at) => ({
      id: id * 1000 + at,
      name: accountId,
      displayName: world.site.person(accountId)?.displayName,
      type: 'atlassian-user-role-actor',
    })),
    ...groups.map((group, at) => ({
      id: id * 1000 + 500 + at,
      name: group,
      displayName: group,
      type: 'atlassian-group-role-actor',
    })),
  ],
});

interface RoleBody {
  categorisedActors?: Partial<
    Record<'atlassian-user-role-actor' | 'atlassian-group-role-actor', unknown>
  >;
}

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];

/** @throws HttpError 400 for somebody whom the site does not know */
function setRole(call: AssetsCall): SimRole {
  const role = roleOf(call);
  const { site } = call.world;
  assertManages(call, schemaOf(call, role.schemaId));
  const { categorisedActors: actors = {} } = bodyOf(call) as RoleBody;
  const users = textsOf(actors['atlassian-user-role-actor']);
  const groups = textsOf(actors['atlassian-group-role-actor']);
  const unknown = [
    ...users.filter((id) => !site.person(id)?.active),
    ...groups.filter((name) => !site.groups.has(name)),
  ];
  if (unknown.length > 0) throw new HttpError(400, [`Not known: ${unknown.join(', ')}.`]);
  return Object.assign(role, { users, groups });
}

/** Switches of schemas, and who may do what. */
export const accessRoutes: [string, string, AssetsHandler][] = [
  ['GET', '/global/config/objectschema/:id', (call) => ({ json: flagsOf(call, DOCUMENTED) })],
  [
    'GET',
    '/global/config/objectschema/:id/property',
    undocumented('schema-properties', (call) => ({ json: flagsOf(call, FLAGS) })),
  ],
  [
    'POST',
    '/global/config/objectschema/:id/property',
    (call) => {
      const schema = schemaOf(call, call.params['id']);
      assertManages(call, schema);
      for (const name of FLAGS) {
        const value = bodyOf(call)[name];
        if (typeof value === 'boolean') schema.properties[name] = value;
      }
      return { status: call.world.settings.emptyStatus };
    },
  ],
  [
    'GET',
    '/config/role/objectschema/:id',
    roles((call) => ({
      json: linksOf(call, call.world.site.roles.ofSchema(schemaOf(call, call.params['id']).id)),
    })),
  ],
  [
    'GET',
    '/config/role/objecttype/:id',
    roles((call) => ({
      json: linksOf(call, call.world.site.roles.ofType(typeOf(call, call.params['id']))),
    })),
  ],
  ['GET', '/config/role/:id', roles((call) => ({ json: render(call, roleOf(call)) }))],
  ['PUT', '/config/role/:id', roles((call) => ({ json: render(call, setRole(call)) }))],
];
