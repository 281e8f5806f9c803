import { callerOf } from '../accounts/caller.ts';
import type { Account, ScopedToken } from '../accounts/account.ts';
import type { ForgeHost } from '../forge-host/forge-host.ts';
import { seesSchema } from '../accounts/sees-schema.ts';
import { HttpError } from '../http/http-error.ts';
import type { Exchange, Handler, Route } from '../http/exchange.ts';
import type { Settings } from '../world/settings.ts';
import type { World } from '../world/world.ts';
import { accessRoutes } from './access-routes.ts';
import type { AssetsHandler } from './assets-call.ts';
import { attachmentRoutes } from './attachment-routes.ts';
import { attributeRoutes } from './attribute-routes.ts';
import { commentRoutes } from './comment-routes.ts';
import { configRoutes } from './config-routes.ts';
import { objectRoutes } from './object-routes.ts';
import { Render } from './rendering/render.ts';
import { schemaRoutes } from './schema-routes.ts';
import { typeRoutes } from './type-routes.ts';

const ROOT = '/jsm/assets/workspace/:ws/v1';

export function assetsRoutes(world: World, forge: ForgeHost): Route[] {
  const guarded =
    (handler: AssetsHandler): Handler =>
    (exchange) => {
      const caller =
        appAt(world, forge, exchange) ?? callerOf(world.accounts, exchange.request, exchange.form);
      if (caller === 'nobody' || caller === 'dead-token')
        throw new HttpError(401, ['Client must be authenticated to access this resource.']);
      assertInScope(caller.scopes, exchange, world.settings);
      if (exchange.params['ws'] !== world.site.workspaceId)
        throw new HttpError(404, ['The workspace does not exist.']);
      if (!caller.account.assets) throw new HttpError(403, ['You do not have access to Assets.']);
      const visible = new Set(
        [...world.site.schemas.values()]
          .filter((schema) => seesSchema(caller.account, schema))
          .map((schema) => schema.id),
      );
      return handler({
        ...exchange,
        world,
        account: caller.account,
        render: new Render(world.site, world.settings, world.url),
        visible,
      });
    };
  const routes: [string, string, AssetsHandler][] = [
    ...schemaRoutes,
    ...objectRoutes,
    ...typeRoutes,
    ...attributeRoutes,
    ...configRoutes,
    ...accessRoutes,
    ...commentRoutes,
    ...attachmentRoutes,
  ];
  return routes.map(([method, path, handler]) => ({
    method,
    template: `${ROOT}${path}`,
    handler: guarded(handler),
  }));
}

/** The app by its own token, where Assets lets it in. */
function appAt(
  { settings }: World,
  forge: ForgeHost,
  { form, request }: Exchange,
): { account: Account; scopes?: undefined } | undefined {
  if (form !== 'cloud-id' || !settings.systemTokenAssets) return undefined;
  const account = forge.appOf(request.headers.authorization);
  return account && { account };
}

/** What reads, though it is sent with POST. */
const READS = /\/object\/aql(\/totalcount)?$/;

/** @throws HttpError 401 where the token's scopes do not reach */
function assertInScope(
  scopes: ScopedToken['assets'] | undefined,
  { method, path }: Exchange,
  { serviceAccountAssets }: Settings,
): void {
  const isRead = method === 'GET' || READS.test(path);
  const isOutside =
    (scopes === 'nothing' && !serviceAccountAssets) || (scopes === 'read' && !isRead);
  if (isOutside)
    throw HttpError.of(401, { code: 401, message: 'Unauthorized; scope does not match' });
}
