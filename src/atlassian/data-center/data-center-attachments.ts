import { randomUUID } from 'node:crypto';
import type { ListedAttachment } from '../../core/assets/model/attachment.ts';
import type { AttachmentStore } from '../../core/assets/ports/files/attachment-store.ts';
import type {
  AttachmentInput,
  AttachmentLimits,
} from '../../core/assets/ports/files/attachment-writer.ts';
import type { Available } from '../../core/assets/ports/site/available.ts';
import type { ByteSink } from '../../core/assets/ports/files/byte-sink.ts';
import type { OptionalCalls } from '../assets/calls/optional-calls.ts';
import { asForm } from '../assets/parts/as-form.ts';
import { wasPoured } from '../assets/parts/was-poured.ts';
import { readAttachmentList } from '../assets/parts/read-attachment-list.ts';
import type { HttpAnswer } from '../http/http.ts';
import { pathBelowRoot } from './reading/path-below-root.ts';

const IS_FILE = /^\/attachments\/\d+$/;

/**
 * Attachments of objects, by documented calls (assets-api: D.2). The site says where each file is;
 * files are only requested below the site's own address.
 */
export class DataCenterAttachments implements AttachmentStore {
  readonly limits: AttachmentLimits;
  readonly #calls: OptionalCalls;

  /** `maxBytes`: the largest file that can be sent to the site. */
  constructor(calls: OptionalCalls, maxBytes: number | undefined) {
    this.#calls = calls;
    this.limits = { maxBytes, takesComments: false };
  }

  attachments(objectId: string, signal?: AbortSignal): Promise<Available<ListedAttachment[]>> {
    const endpoint = 'GET attachments/object/{id}';
    const read = (answer: HttpAnswer) => readAttachmentList(answer, endpoint);
    return this.#calls.ask({ method: 'GET', path: pathOf(objectId), endpoint }, read, signal);
  }

  /** However often the connection breaks, as long as each one brings more of the file. */
  async attachmentBytes(
    _objectId: string,
    { place, contentType: fileType }: ListedAttachment,
    sink: ByteSink,
    signal?: AbortSignal,
  ): Promise<Available<true>> {
    const path = pathBelowRoot(URL.parse(place)) ?? '';
    if (!IS_FILE.test(path)) return { unavailable: elsewhere(place) };
    const call = {
      method: 'GET',
      path,
      headers: { accept: '*/*' },
      bytes: true,
      sink,
      fileType,
      endpoint: 'GET attachments/{id}',
    } as const;
    for (;;) {
      const before = sink.received;
      const read = await this.#calls.ask(call, wasPoured(call.endpoint), signal);
      if ('value' in read || sink.received === before) return read;
    }
  }

  /** The site only accepts the file and its name. */
  addAttachment(
    objectId: string,
    { filename: name, contentType: type, content }: AttachmentInput,
    signal?: AbortSignal,
  ): Promise<Available<true>> {
    const boundary = `----${randomUUID()}`;
    const call = {
      method: 'POST',
      path: pathOf(objectId),
      headers: {
        'content-type': `multipart/form-data; boundary=${boundary}`,
        'x-atlassian-token': 'no-check',
      },
      source: asForm({ name, type, content, boundary }),
      once: true,
      endpoint: 'POST attachments/object/{id}',
    } as const;
    return this.#calls.change(call, signal);
  }
}

const pathOf = (objectId: string): string => `/attachments/object/${encodeURIComponent(objectId)}`;

const elsewhere = (place: string): string =>
  `The site keeps this attachment at ${URL.parse(place)?.host ?? 'an unknown place'}, outside Assets, where this service doesn't look.`;
