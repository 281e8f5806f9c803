import {
  bodyOf,
  objectOf,
  undocumented,
  type AssetsCall,
  type AssetsHandler,
} from '../../assets/assets-call.ts';
import { assertWrites } from '../../assets/assert-manages.ts';
import { HttpError } from '../../http/http-error.ts';
import type { SimComment } from '../../site/records/model.ts';
import { serverUser } from '../dialect/server-user.ts';

/** Users, managers, administrators, developers (assets-api: D.2). */
const ROLES = [0, 1, 2, 3];

function render(
  call: AssetsCall,
  objectId: number,
  { id, author, at, text, role }: SimComment,
): object {
  const when = new Date(at).toISOString();
  return {
    created: when,
    updated: when,
    id,
    actor: serverUser(call, author),
    role,
    comment: text,
    commentOutput: text,
    objectId,
    canEdit: true,
    canDelete: true,
  };
}

function addComment(call: AssetsCall): object {
  const { objectId, comment: text, role = 0 } = bodyOf(call);
  const { site } = call.world;
  const object = objectOf(call, String(objectId));
  assertWrites(call, site.schemaOf(object));
  if (typeof text !== 'string' || text === '')
    throw new HttpError(400, [], { comment: 'The comment is required' });
  if (!ROLES.some((each) => each === role))
    throw new HttpError(400, [], { role: 'The role is not known' });
  const author = call.account.accountId;
  const added = site.comments.add(object.id, { author, at: site.now(), text, role: Number(role) });
  return render(call, object.id, added);
}

/** Comments of objects, as Data Center documents them (assets-api: D.2, G capture 28). */
export const serverCommentRoutes: [string, string, AssetsHandler][] = [
  [
    'GET',
    '/comment/object/:id',
    undocumented('comments', (call) => {
      const { id } = objectOf(call, call.params['id']);
      const found = call.world.site.comments.of(id).map((each) => render(call, id, each));
      return { json: call.query.get('asc') === 'false' ? found.toReversed() : found };
    }),
  ],
  ['POST', '/comment/create', undocumented('comments', (call) => ({ json: addComment(call) }))],
];
