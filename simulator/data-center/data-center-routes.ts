import type { Account } from '../accounts/account.ts';
import type { AssetsCall, AssetsHandler } from '../assets/assets-call.ts';
import { attributeRoutes } from '../assets/attribute-routes.ts';
import { accessRoutes } from '../assets/access-routes.ts';
import { configRoutes } from '../assets/config-routes.ts';
import { objectRoutes } from '../assets/object-routes.ts';
import { Render } from '../assets/rendering/render.ts';
import { schemaRoutes } from '../assets/schema-routes.ts';
import { typeRoutes } from '../assets/type-routes.ts';
import type { Answer, Exchange, Handler, Route } from '../http/exchange.ts';
import { HttpError } from '../http/http-error.ts';
import type { SimSchema } from '../site/records/model.ts';
import type { Site } from '../site/site.ts';
import type { World } from '../world/world.ts';
import { historyRoute } from './assets/history-route.ts';
import { jiraServerRoutes } from './jira-server-routes.ts';
import { logIn } from './dialect/log-in.ts';
import { archiveRoutes, keptRoute } from './assets/archive-routes.ts';
import { serverAttachmentRoutes } from './assets/server-attachment-routes.ts';
import { serverCommentRoutes } from './assets/server-comment-routes.ts';
import { withWritingRules } from './assets/with-writing-rules.ts';
import { say } from './dialect/say.ts';
import { searchRoutes } from './assets/search-routes.ts';
import { structureRoutes } from './assets/structure-routes.ts';
import { toDataCenter, type WireOptions } from './dialect/to-data-center.ts';

/** Of Insight and of Assets. */
const ROOTS = ['/rest/insight/1.0', '/rest/assets/1.0'] as const;

/** What Cloud has, and Data Center has not or has otherwise (assets-api: D.2). */
const NOT_HERE = new Set([
  '/object/aql',
  '/object/aql/totalcount',
  '/usage',
  '/objectschema/:id/objecttypes',
  '/global/config/objectschema/:id',
  '/global/config/objectschema/:id/property',
  '/icon/token-for-uploading-icon',
  '/icon/create',
]);

/** Insight had it, and Assets' specification has it no more (assets-api: D.2). */
const OF_INSIGHT = '/objectschema/:id/attributes';

/** All that a Data Center site answers: Assets under both of its roots, and Jira around it. */
export function dataCenterRoutes(world: World): Route[] {
  const own = [
    ...structureRoutes,
    ...searchRoutes,
    ...archiveRoutes,
    ...serverCommentRoutes,
    ...serverAttachmentRoutes,
  ];
  const shared = [
    ...accessRoutes,
    ...schemaRoutes,
    ...typeRoutes,
    ...objectRoutes,
    ...attributeRoutes,
    ...configRoutes,
  ]
    .filter(([, path]) => !NOT_HERE.has(path))
    .map(withWritingRules)
    .map(keptRoute)
    .map(historyRoute);
  const assets = ROOTS.flatMap((root) =>
    [...own, ...shared]
      .filter(([, path]) => path !== OF_INSIGHT || root === ROOTS[0])
      .map(([method, path, handler]) => ({
        method,
        template: `${root}${path}`,
        handler: guarded(world, root, handler),
      })),
  );
  return [...assets, ...jiraServerRoutes(world)];
}

/** As a part of Jira answers that knows nothing of the address. */
export const unknownRoute: Answer = {
  status: 404,
  text: '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><status><status-code>404</status-code><message>null for uri</message></status>',
  headers: { 'content-type': 'application/xml' },
};

function guarded(world: World, root: string, handler: AssetsHandler): Handler {
  return (exchange) => {
    if (!hasRoot(world, root)) return unknownRoute;
    const account = logIn(world, exchange);
    if (!account.assets) throw new HttpError(403, [say(world, 'refused')]);
    const wire: WireOptions = {
      site: world.site,
      base: world.base,
      root,
      offsetDates: world.settings.offsetDates,
    };
    const answer = inItsWords(world, () => handler(callOf(world, account, exchange)));
    return answer.json === undefined
      ? answer
      : { ...answer, json: toDataCenter(answer.json, wire) };
  };
}

/** Insight is what Assets was before version 10, and its address went with version 11. */
function hasRoot({ settings }: World, root: string): boolean {
  const [major = 0] = settings.jiraVersion.split('.').map(Number);
  return root === ROOTS[0] ? major < 11 : major >= 10;
}

function callOf(world: World, account: Account, exchange: Exchange): AssetsCall {
  const { site, settings } = world;
  const visible = [...site.schemas.values()].filter((schema) => sees(account, schema));
  const { id } = exchange.params;
  const isKey = exchange.path.includes('/object/') && id !== undefined && !/^\d+$/.test(id);
  return {
    ...exchange,
    params: isKey ? { ...exchange.params, id: String(idOfKey(site, id)) } : exchange.params,
    world,
    account,
    render: new Render(site, settings, world.base),
    visible: new Set(visible.map((schema) => schema.id)),
  };
}

/** Of an object, or of one that was archived. */
function idOfKey(site: Site, key: string): number | undefined {
  const archived = [...site.dataCenter.archived.values()];
  return (
    site.byKey(key)?.id ?? archived.find(({ object }) => site.keyOf(object) === key)?.object.id
  );
}

const sees = (account: Account, schema: SimSchema): boolean =>
  account.seesAll || !schema.visibleTo || schema.visibleTo.includes(account.email);

/** @throws HttpError in the language of the server */
function inItsWords(world: World, work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (error instanceof HttpError && error.status === 404)
      throw new HttpError(404, [say(world, 'not found')]);
    throw error;
  }
}
