import { paramOf } from '../http/param-of.ts';
import { isStatusUsed } from '../site/is-status-used.ts';
import { HttpError } from '../http/http-error.ts';
import { drawPng } from '../kernel/draw-png.ts';
import type { Answer } from '../http/exchange.ts';
import type { SimReferenceType, SimStatus } from '../site/records/model.ts';
import {
  bodyOf,
  numberOf,
  schemaOf,
  typeOf,
  undocumented,
  type AssetsCall,
  type AssetsHandler,
} from './assets-call.ts';
import { assertManages } from './assert-manages.ts';

/**
 * With a schema: that schema's (and the global ones where the switch says so); without: the global
 * ones.
 */
function scoped<T extends { schemaId?: number }>(call: AssetsCall, items: Iterable<T>): T[] {
  const asked = call.query.get('objectSchemaId');
  const schemaId = asked === null ? undefined : schemaOf(call, asked).id;
  return [...items].filter(
    (item) =>
      item.schemaId === schemaId ||
      (item.schemaId === undefined &&
        (schemaId === undefined ||
          call.world.settings.typesIncludeGlobals ||
          call.query.get('includeAll') === 'true')),
  );
}

function statusOf(call: AssetsCall): SimStatus {
  const status = call.world.site.statuses.get(Number(call.params['id']));
  if (!status)
    throw new HttpError(404, [`The status type with id ${call.params['id']} was not found`]);
  return status;
}

interface StatusBody {
  name?: string;
  category?: string | number;
  description?: string;
}
interface Scope {
  schemaId?: number;
}

/** What is made is of the schema that the call names, else global. @throws HttpError 403, 404 */
function scopeOf(call: AssetsCall, objectSchemaId: string | number | null | undefined): Scope {
  const schema =
    objectSchemaId === undefined || objectSchemaId === null
      ? undefined
      : schemaOf(call, objectSchemaId);
  assertManages(call, schema);
  return schema ? { schemaId: schema.id } : {};
}

/** The same name may stand in a schema and among the global ones. */
const isTaken = (
  items: Map<number, { id: number; name: string; schemaId?: number }>,
  name: string,
  schemaId: number | undefined,
  id?: number,
): boolean =>
  [...items.values()].some(
    (other) => other.id !== id && other.name === name && other.schemaId === schemaId,
  );

/** @throws HttpError 400 */
function checkStatus(
  call: AssetsCall,
  { id, name, category, schemaId }: Scope & { id?: number; name: string; category: number },
): void {
  if (!name || name.length > 30)
    throw new HttpError(400, [], { name: 'The name is required, up to 30 characters' });
  if (isTaken(call.world.site.statuses, name, schemaId, id))
    throw new HttpError(400, [], { name: 'Name has to be unique' });
  if (![0, 1, 2].includes(category))
    throw new HttpError(400, [], { category: 'The category is required: 0, 1 or 2' });
}

/** @throws HttpError 404 */
function pictureOf(call: AssetsCall, id: string): Answer {
  const icon = call.world.site.icons.get(id);
  if (!icon) throw new HttpError(404, ['The icon was not found']);
  const body = icon.bytes ?? drawPng(icon.name, numberOf(call.query, 'size', 48));
  return { body, headers: { 'content-type': 'image/png' } };
}

/** Cloud documents its lists of reference types, Data Center does not (assets-api: D.2). */
const undocumentedOnServer = (handler: AssetsHandler): AssetsHandler => {
  const onServer = undocumented('reference-types', handler);
  return (call) => (call.world.isDataCenter ? onServer(call) : handler(call));
};

export const configRoutes: [string, string, AssetsHandler][] = [
  [
    'GET',
    '/config/referencetype',
    undocumentedOnServer((call) => ({
      json: scoped(call, call.world.site.referenceTypes.values()).map((type) =>
        call.render.referenceType(type),
      ),
    })),
  ],
  [
    'POST',
    '/config/referencetype',
    undocumentedOnServer((call) => {
      const { name, description, color, objectSchemaId } = bodyOf(call) as {
        name?: string;
        description?: string;
        color?: string;
        objectSchemaId?: string;
      };
      const { referenceTypes } = call.world.site;
      const scope = scopeOf(call, objectSchemaId);
      if (!name || isTaken(referenceTypes, name, scope.schemaId))
        throw new HttpError(400, [], { name: 'Name has to be unique' });
      const type: SimReferenceType = {
        id: call.world.site.nextId(),
        name,
        description: description ?? '',
        color: color ?? '1ab812',
        removable: true,
        ...scope,
      };
      referenceTypes.set(type.id, type);
      return { status: call.world.settings.createStatus, json: call.render.referenceType(type) };
    }),
  ],
  [
    'GET',
    '/config/statustype',
    (call) => ({
      json: scoped(call, call.world.site.statuses.values()).map((status) =>
        call.render.status(status),
      ),
    }),
  ],
  [
    'POST',
    '/config/statustype',
    (call) => {
      const { objectSchemaId, ...body } = bodyOf(call) as StatusBody & { objectSchemaId?: string };
      const scope = scopeOf(call, objectSchemaId);
      const { name = '', category, description = '' } = body;
      checkStatus(call, { ...scope, name, category: Number(category) });
      const status: SimStatus = {
        id: call.world.site.nextId(),
        name,
        category: Number(category),
        description,
        ...scope,
      };
      call.world.site.statuses.set(status.id, status);
      return { status: call.world.settings.createStatus, json: call.render.status(status) };
    },
  ],
  ['GET', '/config/statustype/:id', (call) => ({ json: call.render.status(statusOf(call)) })],
  [
    'PUT',
    '/config/statustype/:id',
    (call) => {
      const status = statusOf(call);
      const {
        name = status.name,
        category = status.category,
        description = status.description,
      } = bodyOf(call) as StatusBody;
      scopeOf(call, status.schemaId);
      checkStatus(call, { ...status, name, category: Number(category) });
      Object.assign(status, { name, category: Number(category), description });
      call.world.site.structureChanged();
      return { json: call.render.status(status) };
    },
  ],
  [
    'DELETE',
    '/config/statustype/:id',
    (call) => {
      const status = statusOf(call);
      scopeOf(call, status.schemaId);
      if (isStatusUsed(call.world.site, status.id))
        throw new HttpError(400, ['The status is used by objects.']);
      call.world.site.statuses.delete(status.id);
      return { status: call.world.settings.emptyStatus };
    },
  ],
  [
    'GET',
    '/icon/token-for-uploading-icon',
    undocumented('icon-upload', (call) => {
      assertManages(call, undefined);
      const { workspaceId } = call.world.site;
      return { json: { mediaJwtToken: call.world.mediaToken(`insight_${workspaceId}_icons`) } };
    }),
  ],
  [
    'POST',
    '/icon/create',
    undocumented('icon-upload', (call) => {
      assertManages(call, undefined);
      const { name, mediaFileUuid } = bodyOf(call) as { name?: string; mediaFileUuid?: string };
      const file = call.world.media.files.get(mediaFileUuid ?? '');
      if (!name) throw new HttpError(400, [], { name: 'The name is required' });
      if (!file) throw new HttpError(400, [], { mediaFileUuid: 'The file was not found' });
      const id = String(call.world.site.nextId());
      call.world.site.icons.set(id, { id, name, bytes: file.content.bytes() });
      return { status: call.world.settings.createStatus, json: call.render.icon(id) };
    }),
  ],
  [
    'GET',
    '/icon/:id/icon.png',
    undocumented('icon-bytes', (call) => pictureOf(call, paramOf(call, 'id'))),
  ],
  [
    'GET',
    '/objecttype/:id/icon.png',
    undocumented('icon-bytes', (call) => pictureOf(call, typeOf(call, call.params['id']).iconId)),
  ],
  [
    'GET',
    '/icon/global',
    (call) => ({
      json: [...call.world.site.icons.values()]
        .filter(({ isUnlisted, schemaId }) => !isUnlisted && schemaId === undefined)
        .map((icon) => call.render.icon(icon.id)),
    }),
  ],
  [
    'GET',
    '/icon/:id',
    (call) => {
      const id = paramOf(call, 'id');
      if (!call.world.site.icons.has(id)) throw new HttpError(404, ['The icon was not found']);
      return { json: call.render.icon(id) };
    },
  ],
];
