import { HttpError } from '../http/http-error.ts';
import type { SimComment, SimObject } from '../site/records/model.ts';
import {
  bodyOf,
  objectOf,
  schemaOf,
  undocumented,
  type AssetsCall,
  type AssetsHandler,
} from './assets-call.ts';
import { assertWrites } from './assert-manages.ts';

/** As Data Center answers (assets-api: G capture 28): nothing of Cloud was seen. */
function render(
  { world }: AssetsCall,
  object: SimObject,
  { id, author, at, text, role }: SimComment,
): object {
  const when = new Date(at).toISOString();
  const displayName = world.site.person(author)?.displayName ?? author;
  const actor = { avatarUrl: '', displayName, name: author, key: author, isDeleted: false };
  const shown = { comment: text, commentOutput: text, objectId: String(object.id) };
  const may = { canEdit: true, canDelete: true };
  return { created: when, updated: when, id: String(id), actor, role, ...shown, ...may };
}

/** What people write below objects. */
export const commentRoutes: [string, string, AssetsHandler][] = [
  [
    'GET',
    '/comment/object/:id',
    undocumented('comments', (call) => {
      const object = objectOf(call, call.params['id']);
      const comments = call.world.site.comments.of(object.id);
      return { json: comments.map((comment) => render(call, object, comment)) };
    }),
  ],
  [
    'POST',
    '/comment/create',
    undocumented('comments', (call) => {
      const { objectId, comment: text, role } = bodyOf(call);
      const object = objectOf(call, String(objectId));
      const { site } = call.world;
      assertWrites(call, schemaOf(call, site.schemaOf(object).id));
      if (typeof text !== 'string' || text === '')
        throw new HttpError(400, [], { comment: 'The comment is required.' });
      const author = call.account.accountId;
      const added = site.comments.add(object.id, {
        author,
        at: site.now(),
        text,
        role: Number(role),
      });
      return { status: call.world.settings.createStatus, json: render(call, object, added) };
    }),
  ],
];
