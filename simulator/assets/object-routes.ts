import { search } from '../aql/search.ts';
import { AqlError } from '../aql/tokenize.ts';
import { HttpError } from '../http/http-error.ts';
import type { SimObject, Value } from '../site/records/model.ts';
import type { ObjectView } from '../site/content/object-store.ts';
import {
  bodyOf,
  numberOf,
  objectOf,
  schemaOf,
  typeOf,
  type AssetsCall,
  type AssetsHandler,
  undocumented,
} from './assets-call.ts';
import { assertWrites } from './assert-manages.ts';
import { readValues } from './values/read-values.ts';

/** How an SVG begins, and no other picture. */
const LESS_THAN = 0x3c;

function writableObject(call: AssetsCall): SimObject {
  const object = objectOf(call, call.params['id']);
  assertWrites(call, schemaOf(call, typeOf(call, object.typeId).schemaId));
  return object;
}

const isUnchanged = ({ values }: SimObject, written: Record<number, Value[]>): boolean =>
  Object.entries(written).every(
    ([id, list]) => JSON.stringify(values[Number(id)] ?? []) === JSON.stringify(list),
  );

/**
 * The ids, and the objects as the search knew them.
 * @throws HttpError 400 for a query that cannot be read
 */
function findObjects(call: AssetsCall): { ids: readonly number[]; view: ObjectView } {
  const { world, visible } = call;
  const text = bodyOf(call)['qlQuery'];
  if (typeof text !== 'string') throw new HttpError(400, ['qlQuery is required']);
  const view = world.site.objects.view(world.site.now(), world.settings.indexDelayMs);
  const key = [
    world.site.structureVersion,
    [...visible].join(),
    world.settings.keyset,
    call.account.accountId,
    text,
  ].join(' ');
  const kept = world.lastSearches.get(key);
  if (kept && view.version >= 0 && kept.version === view.version) return { ids: kept.ids, view };
  try {
    const ids = search(
      {
        site: world.site,
        view,
        schemaIds: visible,
        keyset: world.settings.keyset,
        caller: call.account.accountId,
      },
      text,
    );
    if (view.version >= 0) world.rememberSearch(key, { version: view.version, ids });
    return { ids, view };
  } catch (error) {
    if (error instanceof AqlError) throw new HttpError(400, [error.message]);
    throw error;
  }
}

export const objectRoutes: [string, string, AssetsHandler][] = [
  [
    'POST',
    '/object/aql',
    (call) => {
      const { world, query, render } = call;
      world.churn.tick();
      const { ids, view } = findObjects(call);
      const [startAt, maxResults] = [
        numberOf(query, 'startAt', 0),
        numberOf(query, 'maxResults', 25),
      ];
      const attributes = query.get('includeAttributes') === 'true';
      const objects = ids
        .slice(startAt, startAt + maxResults)
        .map((id) => view.get(id))
        .filter((object) => object !== undefined);
      const last = startAt + maxResults >= ids.length;
      const types = new Set(objects.map((object) => object.typeId));
      return {
        objects: objects.length,
        json: {
          startAt,
          maxResults,
          total: world.settings.includeTotal
            ? Math.min(ids.length, world.settings.totalCap)
            : undefined,
          values: objects.map((object) => render.object(object, attributes)),
          objectTypeAttributes: attributes
            ? [...types]
                .flatMap((type) => world.site.attributesOf(type))
                .map((attribute) => render.attribute(attribute, world.settings.extraMembers))
            : [],
          hasMoreResults: !last,
          last,
          isLast: world.settings.isLastAsString ? String(last) : last,
        },
      };
    },
  ],
  [
    'POST',
    '/object/aql/totalcount',
    (call) => ({ json: { totalCount: findObjects(call).ids.length } }),
  ],
  [
    'POST',
    '/object/create',
    (call) => {
      const { objectTypeId, attributes } = bodyOf(call) as {
        objectTypeId?: string;
        attributes?: unknown;
      };
      const type = typeOf(call, objectTypeId);
      const { objectQuota } = call.world.settings;
      assertWrites(call, schemaOf(call, type.schemaId));
      if (objectQuota > 0 && call.world.site.objects.size >= objectQuota)
        throw new HttpError(400, ['You have reached the maximum number of objects for your plan.']);
      if (type.abstract)
        throw new HttpError(400, ['The object type is abstract: it holds no objects.']);
      const values = readValues(call.world.site, call.world.settings, {
        typeId: type.id,
        attributes,
      });
      const object = call.world.site.addObject(type.id, values, call.world.site.now());
      return {
        status: call.world.settings.createStatus,
        json: call.render.object(object, call.world.settings.createdWithValues, true),
      };
    },
  ],
  [
    'GET',
    '/object/:id',
    (call) => ({
      json: call.render.object(
        objectOf(call, call.params['id']),
        call.query.get('includeAttributes') !== 'false',
        true,
      ),
    }),
  ],
  [
    'PUT',
    '/object/:id',
    (call) => {
      const object = writableObject(call);
      const { objectTypeId = object.typeId, attributes } = bodyOf(call) as {
        objectTypeId?: string;
        attributes?: unknown;
      };
      if (Number(objectTypeId) !== object.typeId)
        throw new HttpError(400, ['The object type of an object cannot be changed.']);
      const values = readValues(call.world.site, call.world.settings, {
        typeId: object.typeId,
        attributes,
        objectId: object.id,
      });
      const isKept = !call.world.settings.unchangedDated && isUnchanged(object, values);
      const updated = isKept ? object : call.world.site.updateObject(object, values);
      return { json: call.render.object(updated, true, true) };
    },
  ],
  [
    'DELETE',
    '/object/:id',
    (call) => {
      const object = writableObject(call);
      call.world.site.deleteObject(object.id);
      return { json: { id: String(object.id) } };
    },
  ],
  [
    'GET',
    '/object/:id/attributes',
    (call) => ({ json: call.render.attributesOf(objectOf(call, call.params['id']), true) }),
  ],
  [
    'GET',
    '/object/:id/avatar.png',
    undocumented('avatar-bytes', (call) => {
      const { avatar } = objectOf(call, call.params['id']);
      if (!avatar) throw new HttpError(404, ['The avatar was not found']);
      const type = avatar[0] === LESS_THAN ? 'image/svg+xml' : 'image/png';
      return { body: avatar, headers: { 'content-type': type } };
    }),
  ],
  [
    'GET',
    '/object/:id/history',
    (call) => {
      const object = objectOf(call, call.params['id']);
      const entries = [
        { at: object.created, attribute: '', before: '', after: '', type: 0 },
        ...(call.world.site.history.get(object.id) ?? []),
      ];
      const actor = {
        avatarUrl: '',
        displayName: call.account.name,
        name: call.account.email,
        key: call.account.accountId,
      };
      const json = entries.map((entry, at) => ({
        actor,
        id: String(object.id * 100 + at),
        affectedAttribute: entry.attribute,
        oldValue: entry.before,
        newValue: entry.after,
        type: entry.type,
        created: new Date(entry.at).toISOString(),
        objectId: String(object.id),
      }));
      return { json: call.query.get('asc') === 'true' ? json : json.reverse() };
    },
  ],
  [
    'GET',
    '/object/:id/referenceinfo',
    (call) => {
      const object = objectOf(call, call.params['id']);
      const { site } = call.world;
      const ids = search(
        { site, view: site.objects, schemaIds: call.visible, keyset: true },
        `object HAVING outboundReferences(objectId = ${object.id})`,
      );
      const byType = Map.groupBy(ids, (id) => site.objects.require(id).typeId);
      return {
        json: [...byType].map(([typeId, from]) => ({
          referenceTypes: [],
          objectType: call.render.type(site.requireType(typeId)),
          numberOfReferencedObjects: from.length,
          openIssuesExists: false,
        })),
      };
    },
  ],
  [
    'GET',
    '/objectconnectedtickets/:id/tickets',
    undocumented('connected-issues', (call) => {
      const object = objectOf(call, call.params['id']);
      const tickets = call.world.site.issues.filter((issue) =>
        Object.values(issue.fields).some((ids) => ids.includes(object.id)),
      );
      return {
        json: {
          tickets: tickets.map((issue) => ({
            workspaceId: call.world.site.workspaceId,
            globalId: `${call.world.site.workspaceId}:${issue.id}`,
            key: issue.key,
            id: String(issue.id),
            reporter: '',
            created: new Date(call.world.site.past(issue.id)).toISOString(),
            updated: new Date(issue.updated).toISOString(),
            title: issue.summary,
            status: { name: 'Open', description: '', colorName: 'blue' },
            type: { name: 'Task', description: '', iconUrl: '' },
            priority: { name: 'Medium', iconUrl: '' },
          })),
          allTicketsQuery: `issue in (${tickets.map((issue) => issue.key).join()})`,
        },
      };
    }),
  ],
];
