import {
  objectOf,
  undocumented,
  type AssetsCall,
  type AssetsHandler,
} from '../../assets/assets-call.ts';
import { assertWrites } from '../../assets/assert-manages.ts';
import { HttpError } from '../../http/http-error.ts';
import { contentOf } from '../../media/media-content.ts';
import type { SimFile } from '../../site/content/site-attachments.ts';
import { readFormFile } from './read-form-file.ts';
import { userNameOf } from '../dialect/to-data-center.ts';

/** For people: bytes up to 1 KB, then rounded. */
function spokenSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const [size, unit] = bytes < 1 << 20 ? [bytes / 1024, 'kB'] : [bytes / (1 << 20), 'MB'];
  return `${size.toFixed(1)} ${unit}`;
}

/** `created`: as a list tells it, or as the answer to an upload does. */
function render(call: AssetsCall, file: SimFile, created: unknown): object {
  const { id, author, mimeType, filename, comment, content } = file;
  const root = `${call.world.base}${call.path.replace(/\/attachments\/.*$/, '')}`;
  return {
    id,
    author: userNameOf(call.world.site, author),
    mimeType,
    filename,
    filesize: spokenSize(content.size),
    created,
    comment,
    commentOutput: comment,
    url: `${root}/attachments/${id}`,
  };
}

/** @throws HttpError 404 */
function fileOf(call: AssetsCall): SimFile {
  const file = call.world.site.attachments.withId(Number(call.params['id']));
  if (!file) throw new HttpError(404, ['The attachment was not found']);
  objectOf(call, String(file.objectId));
  return file;
}

/** @throws HttpError 403, also where the header is missing that pages of others can't send */
function attach(call: AssetsCall): object {
  const { site } = call.world;
  const { headers } = call.request;
  const object = objectOf(call, call.params['id']);
  assertWrites(call, site.schemaOf(object));
  if (headers['x-atlassian-token'] !== 'no-check') throw new HttpError(403, ['XSRF check failed']);
  const { bytes, ...sent } = readFormFile(call.body, headers['content-type']);
  const at = site.now();
  const author = call.account.accountId;
  const content = contentOf(bytes);
  const file = site.attachments.add({
    objectId: object.id,
    author,
    at,
    comment: '',
    ...sent,
    content,
  });
  return render(call, file, { seconds: Math.floor(at / 1000), nanos: (at % 1000) * 1_000_000 });
}

/** Files of objects, as Data Center documents them (assets-api: D.2, G capture 27). */
export const serverAttachmentRoutes: [string, string, AssetsHandler][] = [
  [
    'GET',
    '/attachments/object/:id',
    undocumented('attachments', (call) => {
      const { id } = objectOf(call, call.params['id']);
      const files = call.world.site.attachments.of(id);
      return { json: files.map((file) => render(call, file, new Date(file.at).toISOString())) };
    }),
  ],
  [
    'POST',
    '/attachments/object/:id',
    undocumented('attachment-upload', (call) => ({ json: [attach(call)] })),
  ],
  [
    'GET',
    '/attachments/:id',
    undocumented('attachment-bytes', (call) => ({ content: fileOf(call).content })),
  ],
  [
    'DELETE',
    '/attachments/:id',
    undocumented('attachments', (call) => {
      const file = fileOf(call);
      call.world.site.attachments.remove(file.id);
      return { json: render(call, file, new Date(file.at).toISOString()) };
    }),
  ],
];
