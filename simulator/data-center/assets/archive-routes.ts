import {
  numberOf,
  objectOf,
  undocumented,
  type AssetsCall,
  type AssetsHandler,
} from '../../assets/assets-call.ts';
import { assertWrites } from '../../assets/assert-manages.ts';
import { HttpError } from '../../http/http-error.ts';
import type { ArchivedObject } from '../../site/records/data-center-records.ts';
import { serverUser } from '../dialect/server-user.ts';

type Route = [method: string, path: string, handler: AssetsHandler];

const iso = (ms: number): string => new Date(ms).toISOString();

const archivedFacts = (call: AssetsCall, { archivedAt, archivedBy }: ArchivedObject): object => ({
  archived: true,
  archivedDate: iso(archivedAt),
  archivedBy: serverUser(call, archivedBy),
});

function archivedPage(call: AssetsCall): object {
  const { site } = call.world;
  const schemaId = call.query.get('objectSchemaId');
  const [offset, limit] = [numberOf(call.query, 'offset', 0), numberOf(call.query, 'limit', 25)];
  const found = [...site.dataCenter.archived.values()].filter(({ object }) => {
    const { schemaId: of } = site.requireType(object.typeId);
    return call.visible.has(of) && (schemaId === null || of === Number(schemaId));
  });
  const shown = found.slice(offset, offset + Math.min(limit, call.world.settings.maxPageSize));
  const results = shown.map((each) => ({
    id: each.object.id,
    key: site.keyOf(each.object),
    label: site.labelOf(each.object),
    hasAvatar: false,
    createdAt: iso(each.object.created),
    updatedAt: iso(each.object.updated),
    objectType: call.render.type(site.requireType(each.object.typeId)),
    ...archivedFacts(call, each),
  }));
  return { offset, limit, count: results.length, total: found.length, results };
}

function archive(call: AssetsCall): object {
  const { site } = call.world;
  const object = objectOf(call, call.params['id']);
  assertWrites(call, site.schemaOf(object));
  const archived = { object, archivedAt: site.now(), archivedBy: call.account.accountId };
  site.dataCenter.archived.set(object.id, archived);
  site.objects.remove(object.id, site.now());
  return { ...call.render.object(object, true), ...archivedFacts(call, archived) };
}

/** @throws HttpError 404 */
function archivedOf(call: AssetsCall): ArchivedObject {
  const archived = call.world.site.dataCenter.archived.get(Number(call.params['id']));
  if (!archived || !call.visible.has(call.world.site.schemaOf(archived.object).id))
    throw new HttpError(404, ['The object was not found']);
  return archived;
}

function takeBack(call: AssetsCall): object {
  const { site } = call.world;
  const { object } = archivedOf(call);
  assertWrites(call, site.schemaOf(object));
  site.dataCenter.archived.delete(object.id);
  site.objects.put(object, site.now());
  return { ...call.render.object(object, true), archived: false };
}

/** Objects that are archived and taken back (assets-api: D.2). */
export const archiveRoutes: Route[] = [
  ['GET', '/object/archived', undocumented('archive', (call) => ({ json: archivedPage(call) }))],
  ['PUT', '/object/archive/:id', undocumented('archive', (call) => ({ json: archive(call) }))],
  ['PUT', '/object/restore/:id', undocumented('archive', (call) => ({ json: takeBack(call) }))],
];

/** One object is told of though it was archived, unless the switch says otherwise. */
export function keptRoute([method, path, handler]: Route): Route {
  if (method !== 'GET' || path !== '/object/:id') return [method, path, handler];
  return [
    method,
    path,
    (call) => {
      const { site } = call.world;
      const archived = site.dataCenter.archived.get(Number(call.params['id']));
      if (!archived || !call.world.settings.archivedById) return handler(call);
      const { object } = archivedOf(call);
      return { json: { ...call.render.object(object, true), ...archivedFacts(call, archived) } };
    },
  ];
}
