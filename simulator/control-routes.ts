import { canonicalSchema } from './canonical.ts';
import { HttpError, type Route } from './exchange.ts';
import { mergeSettings } from './settings.ts';
import type { Value } from './site/model.ts';
import type { World } from './world.ts';

/** What tests and measuring scripts steer the pretend site by. */
export function controlRoutes(world: World): Route[] {
  const object = (body: unknown): Record<string, unknown> => {
    if (body === null || typeof body !== 'object' || Array.isArray(body))
      throw new HttpError(400, ['The body is not a JSON object.']);
    return body as Record<string, unknown>;
  };
  const accountOf = (email: unknown) => {
    const account = world.accounts.find((each) => each.email === email);
    if (!account) throw new HttpError(404, [`There is no account ${String(email)}.`]);
    return account;
  };
  return [
    { method: 'GET', template: '/_simulator/stats', handler: () => ({ json: world.stats.json }) },
    {
      method: 'POST',
      template: '/_simulator/stats/reset',
      handler: () => {
        world.stats.reset();
        return { json: {} };
      },
    },
    { method: 'GET', template: '/_simulator/settings', handler: () => ({ json: world.settings }) },
    {
      method: 'POST',
      template: '/_simulator/settings',
      handler: ({ body }) => {
        const wrong = mergeSettings(world.settings, object(body));
        if (wrong.length > 0)
          throw new HttpError(400, [
            `These settings are not known or of another type: ${wrong.join(', ')}.`,
          ]);
        world.lastSearches.clear();
        return { json: world.settings };
      },
    },
    {
      method: 'POST',
      template: '/_simulator/reset',
      handler: ({ body }) => {
        const { seed = 'demo', objects = 1000 } = object(body) as {
          seed?: string;
          objects?: number;
        };
        try {
          world.reset(seed, objects);
        } catch (error) {
          throw new HttpError(400, [(error as Error).message]);
        }
        return { json: { schemas: world.site.schemas.size } };
      },
    },
    {
      method: 'GET',
      template: '/_simulator/schemas/:id/canonical',
      handler: ({ params, query }) => {
        if (!world.site.schemas.has(Number(params['id'])))
          throw new HttpError(404, ['There is no such schema.']);
        const [schemaName, icons, statuses] = ['schemaName', 'icons', 'statuses'].map(
          (name) => query.get(name) !== 'false',
        );
        return {
          json: canonicalSchema(world.site, Number(params['id']), { schemaName, icons, statuses }),
        };
      },
    },
    {
      method: 'POST',
      template: '/_simulator/mutate',
      handler: ({ body }) => {
        const {
          op,
          typeId,
          objectId,
          values = {},
        } = object(body) as {
          op?: string;
          typeId?: number;
          objectId?: number;
          values?: Record<number, Value[]>;
        };
        if (op === 'create')
          return {
            json: { id: world.site.addObject(Number(typeId), values, world.site.now()).id },
          };
        const found = world.site.objects.get(Number(objectId));
        if (!found) throw new HttpError(404, ['There is no such object.']);
        if (op === 'delete') world.site.objects.remove(found.id, world.site.now());
        else world.site.updateObject(found, values);
        return { json: { id: found.id } };
      },
    },
    {
      method: 'POST',
      template: '/_simulator/delete-schema',
      handler: ({ body }) => {
        world.site.deleteSchema(Number(object(body)['schemaId']));
        return { json: {} };
      },
    },
    {
      method: 'POST',
      template: '/_simulator/rename-user',
      handler: ({ body }) => {
        const user = world.site.users.get(String(object(body)['accountId']));
        if (!user) throw new HttpError(404, ['There is no such user.']);
        user.displayName = String(object(body)['displayName']);
        return { json: {} };
      },
    },
    {
      method: 'POST',
      template: '/_simulator/revoke',
      handler: ({ body }) => {
        accountOf(object(body)['email']).revoked = object(body)['revoked'] !== false;
        return { json: {} };
      },
    },
    {
      method: 'POST',
      template: '/_simulator/permit',
      handler: ({ body }) => {
        const { email, ...rights } = object(body);
        const account = accountOf(email);
        for (const name of ['assets', 'manages', 'writes', 'browsesUsers'] as const)
          if (typeof rights[name] === 'boolean') account[name] = rights[name];
        return { json: {} };
      },
    },
  ];
}
