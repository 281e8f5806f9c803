import type { Account } from '../accounts/account.ts';
import { canonicalSchema } from '../canonical/canonical-schema.ts';
import type { Answer, Exchange, Handler, Route } from '../http/exchange.ts';
import { HttpError } from '../http/http-error.ts';
import type { Value } from '../site/records/model.ts';
import { mergeSettings } from '../world/merge-settings.ts';
import type { World } from '../world/world.ts';
import { objectOf, type Control } from './control.ts';
import { ISSUE_CONTROLS } from './issue-controls.ts';

const CONTROLS: Record<string, Control> = {
  'GET /_simulator/stats': ({ stats }) => ({ json: stats.json }),
  'POST /_simulator/stats/reset': resetStats,
  'GET /_simulator/settings': ({ settings }) => ({ json: settings }),
  'POST /_simulator/settings': changeSettings,
  'POST /_simulator/reset': resetWorld,
  'GET /_simulator/schemas/:id/canonical': showCanonicalSchema,
  'POST /_simulator/mutate': mutateObject,
  'POST /_simulator/delete-schema': deleteSchema,
  'POST /_simulator/rename-user': renameUser,
  'POST /_simulator/revoke': revokeToken,
  'POST /_simulator/permit': changeRights,
  ...ISSUE_CONTROLS,
};

/** What tests and measuring scripts steer the pretend site by. */
export function controlRoutes(world: World): Route[] {
  return Object.entries(CONTROLS).map(([name, control]) => {
    const [method = '', template = ''] = name.split(' ');
    const handler: Handler = (exchange) => control(world, exchange);
    return { method, template, handler };
  });
}

/** @throws HttpError 404 */
function accountOf({ accounts }: World, email: unknown): Account {
  const account = accounts.find((each) => each.email === email);
  if (!account) throw new HttpError(404, [`There is no account ${String(email)}.`]);
  return account;
}

function resetStats({ stats }: World): Answer {
  stats.reset();
  return { json: {} };
}

function changeSettings(world: World, exchange: Exchange): Answer {
  const wrong = mergeSettings(world.settings, objectOf(exchange));
  if (wrong.length > 0)
    throw new HttpError(400, [
      `These settings are not known or of another type: ${wrong.join(', ')}.`,
    ]);
  world.lastSearches.clear();
  return { json: world.settings };
}

function resetWorld(world: World, exchange: Exchange): Answer {
  const { seed = 'demo', objects = 1000 } = objectOf(exchange) as {
    seed?: string;
    objects?: number;
  };
  try {
    world.reset(seed, objects);
  } catch (error) {
    throw new HttpError(400, [(error as Error).message]);
  }
  return { json: { schemas: world.site.schemas.size } };
}

function showCanonicalSchema({ site }: World, { params, query }: Exchange): Answer {
  const id = Number(params['id']);
  if (!site.schemas.has(id)) throw new HttpError(404, ['There is no such schema.']);
  const isWanted = (name: string): boolean => query.get(name) !== 'false';
  const json = canonicalSchema(site, id, {
    schemaName: isWanted('schemaName'),
    icons: isWanted('icons'),
    statuses: isWanted('statuses'),
  });
  return { json };
}

interface Mutation {
  op?: string;
  typeId?: number;
  objectId?: number;
  values?: Record<number, Value[]>;
}

function mutateObject({ site }: World, exchange: Exchange): Answer {
  const { op, typeId, objectId, values = {} } = objectOf(exchange) as Mutation;
  if (op === 'create') {
    const { id } = site.addObject(Number(typeId), values, site.now());
    return { json: { id } };
  }
  const object = site.objects.get(Number(objectId));
  if (!object) throw new HttpError(404, ['There is no such object.']);
  if (op === 'move') site.moveObject(object, site.requireType(Number(typeId)).id);
  else if (op === 'delete') site.deleteObject(object.id);
  else site.updateObject(object, values);
  return { json: { id: object.id } };
}

function deleteSchema({ site }: World, exchange: Exchange): Answer {
  site.deleteSchema(Number(objectOf(exchange)['schemaId']));
  return { json: {} };
}

function renameUser({ site }: World, exchange: Exchange): Answer {
  const { accountId, displayName } = objectOf(exchange);
  const user = site.users.get(String(accountId));
  if (!user) throw new HttpError(404, ['There is no such user.']);
  user.displayName = String(displayName);
  return { json: {} };
}

function revokeToken(world: World, exchange: Exchange): Answer {
  const { email, revoked } = objectOf(exchange);
  accountOf(world, email).revoked = revoked !== false;
  return { json: {} };
}

function changeRights(world: World, exchange: Exchange): Answer {
  const { email, ...rights } = objectOf(exchange);
  const account = accountOf(world, email);
  for (const name of ['assets', 'manages', 'writes', 'browsesUsers', 'browsesIssues'] as const) {
    const right = rights[name];
    if (typeof right === 'boolean') account[name] = right;
  }
  return { json: {} };
}
