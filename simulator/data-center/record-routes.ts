/** What only Data Center keeps: archived objects, attachments, comments. */
import {
  bodyOf,
  numberOf,
  objectOf,
  type AssetsCall,
  type AssetsHandler,
} from '../assets/assets-call.ts';
import { assertWrites } from '../assets/assert-manages.ts';
import { HttpError } from '../http/http-error.ts';
import type { SimAttachment, SimComment } from '../site/data-center-records.ts';
import type { SimObject } from '../site/model.ts';
import { userNameOf } from './to-data-center.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

function archivedPage(call: AssetsCall): object {
  const { site } = call.world;
  const schemaId = call.query.get('objectSchemaId');
  const [offset, limit] = [numberOf(call.query, 'offset', 0), numberOf(call.query, 'limit', 25)];
  const found = [...site.dataCenter.archived.values()].filter(({ object }) => {
    const { schemaId: of } = site.requireType(object.typeId);
    return call.visible.has(of) && (schemaId === null || of === Number(schemaId));
  });
  const results = found.slice(offset, offset + limit).map(({ object, archivedAt, archivedBy }) => ({
    id: object.id,
    key: site.keyOf(object),
    label: site.labelOf(object),
    hasAvatar: false,
    createdAt: iso(object.created),
    updatedAt: iso(object.updated),
    objectType: call.render.type(site.requireType(object.typeId)),
    archived: true,
    archivedDate: iso(archivedAt),
    archivedBy: userOf(call, archivedBy),
  }));
  return { offset, limit, count: results.length, total: found.length, results };
}

function userOf({ world: { site } }: AssetsCall, key: string): object {
  const name = userNameOf(site, key);
  return { displayName: site.person(key)?.displayName ?? name, name, key, isDeleted: false };
}

const attachment = (call: AssetsCall, each: SimAttachment): object => ({
  id: each.id,
  author: userNameOf(call.world.site, each.author),
  mimeType: each.mimeType,
  filename: each.filename,
  filesize: `${each.bytes.length} B`,
  created: iso(each.created),
  comment: each.comment,
  commentOutput: each.comment,
  url: `${call.world.base}${call.path.replace(/\/attachments\/.*$/, '')}/attachments/${each.id}`,
});

const comment = (call: AssetsCall, each: SimComment): object => ({
  created: iso(each.created),
  updated: iso(each.created),
  id: each.id,
  actor: userOf(call, each.author),
  role: each.role,
  comment: each.comment,
  commentOutput: each.comment,
  objectId: each.objectId,
  canEdit: true,
  canDelete: true,
});

/** @throws HttpError 403 */
function writable(call: AssetsCall, id: string | undefined): SimObject {
  const object = objectOf(call, id);
  assertWrites(call, call.world.site.schemaOf(object));
  return object;
}

export const recordRoutes: [string, string, AssetsHandler][] = [
  ['GET', '/object/archived', (call) => ({ json: archivedPage(call) })],
  [
    'PUT',
    '/object/archive/:id',
    (call) => {
      const { site } = call.world;
      const object = writable(call, call.params['id']);
      const archivedBy = call.account.accountId;
      site.dataCenter.archived.set(object.id, { object, archivedAt: site.now(), archivedBy });
      site.objects.remove(object.id, site.now());
      return { json: { id: object.id, archived: true } };
    },
  ],
  [
    'GET',
    '/attachments/object/:id',
    (call) => {
      const { id } = objectOf(call, call.params['id']);
      const found = call.world.site.dataCenter.attachments.filter(
        ({ objectId }) => objectId === id,
      );
      return { json: found.map((each) => attachment(call, each)) };
    },
  ],
  [
    'GET',
    '/attachments/:id',
    (call) => {
      const { attachments } = call.world.site.dataCenter;
      const found = attachments.find(({ id }) => id === Number(call.params['id']));
      if (!found) throw new HttpError(404, []);
      return { body: found.bytes, headers: { 'content-type': found.mimeType } };
    },
  ],
  [
    'GET',
    '/comment/object/:id',
    (call) => {
      const { id } = objectOf(call, call.params['id']);
      const found = call.world.site.dataCenter.comments.filter(({ objectId }) => objectId === id);
      return { json: found.map((each) => comment(call, each)) };
    },
  ],
  [
    'POST',
    '/comment/create',
    (call) => {
      const {
        objectId,
        comment: text = '',
        role = 0,
      } = bodyOf(call) as {
        objectId?: number | string;
        comment?: string;
        role?: number | string;
      };
      const object = writable(call, String(objectId));
      const { site } = call.world;
      const made: SimComment = {
        id: site.nextId(),
        objectId: object.id,
        author: call.account.accountId,
        created: site.now(),
        role: Number(role),
        comment: text,
      };
      site.dataCenter.comments.push(made);
      return { json: comment(call, made) };
    },
  ],
];
