import { HttpError } from '../http/http-error.ts';
import type { SimObject } from '../site/records/model.ts';
import type { SimFile } from '../site/content/site-attachments.ts';
import { assertWrites } from './assert-manages.ts';
import {
  bodyOf,
  objectOf,
  undocumented,
  type AssetsCall,
  type AssetsHandler,
} from './assets-call.ts';

/** As Data Center lists them (assets-api: G capture 27): of Cloud no list was seen. */
function render({ world }: AssetsCall, file: SimFile): object {
  const { id, mediaId, author, at, mimeType, filename, comment, content } = file;
  const size = { filesize: `${content.size} B`, size: content.size };
  const said = { comment, commentOutput: comment };
  const when = new Date(at).toISOString();
  const url = `${world.media.url}/file/${mediaId}/binary`;
  return {
    id: String(id),
    author,
    mimeType,
    filename,
    ...size,
    created: when,
    ...said,
    mediaId,
    url,
  };
}

/** What the attach call is told of one file. */
interface Attached {
  contentType?: string;
  filename?: string;
  mediaId?: string;
  comment?: string;
}

function attach(call: AssetsCall, object: SimObject, attached: Attached): SimFile {
  const { contentType, filename, mediaId = '', comment = '' } = attached;
  const { site, media } = call.world;
  const file = media.files.get(mediaId);
  if (!file) throw new HttpError(400, [`The media file ${mediaId} was not found`]);
  if (!filename) throw new HttpError(400, [], { filename: 'The filename is required.' });
  return site.attachments.add({
    objectId: object.id,
    mediaId,
    author: call.account.accountId,
    at: site.now(),
    mimeType: contentType ?? 'application/octet-stream',
    filename,
    comment,
    content: file.content,
  });
}

/** @throws HttpError 404, 403 */
function writable(call: AssetsCall, id: string | undefined): SimObject {
  const object = objectOf(call, id);
  assertWrites(call, call.world.site.schemaOf(object));
  return object;
}

/** Files of objects (assets-api: A.9, G): their bytes go to and come from the media service. */
export const attachmentRoutes: [string, string, AssetsHandler][] = [
  [
    'GET',
    '/attachments/object/:id',
    undocumented('attachments', (call) => {
      const { id } = objectOf(call, call.params['id']);
      return { json: call.world.site.attachments.of(id).map((file) => render(call, file)) };
    }),
  ],
  [
    'GET',
    '/attachments/object/:id/credentials',
    undocumented('attachment-credentials', (call) => {
      const object = objectOf(call, call.params['id']);
      return { json: call.world.attachmentCredentials(object.id) };
    }),
  ],
  [
    'POST',
    '/attachments/object/:id',
    undocumented('attachment-create', (call) => {
      const object = writable(call, call.params['id']);
      const { attachments } = bodyOf(call);
      if (!Array.isArray(attachments) || attachments.length === 0)
        throw new HttpError(400, ['No attachments were given.']);
      const made = (attachments as Attached[]).map((each) => attach(call, object, each));
      return {
        status: call.world.settings.createStatus,
        json: made.map((file) => render(call, file)),
      };
    }),
  ],
  [
    'DELETE',
    '/attachments/:id',
    undocumented('attachments', (call) => {
      if (!call.world.site.attachments.remove(Number(call.params['id'])))
        throw new HttpError(404, ['The attachment was not found']);
      return { status: call.world.settings.emptyStatus };
    }),
  ],
];
