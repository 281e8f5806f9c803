import { z } from 'zod';
import type { ListedAttachment } from '../../../core/assets/model/attachment.ts';
import type { AttachmentReader } from '../../../core/assets/ports/files/attachment-reader.ts';
import type {
  AttachmentInput,
  AttachmentWriter,
} from '../../../core/assets/ports/files/attachment-writer.ts';
import type { Available } from '../../../core/assets/ports/site/available.ts';
import type { ByteSink } from '../../../core/assets/ports/files/byte-sink.ts';
import type { Undocumented } from '../../../core/assets/ports/site/undocumented.ts';
import type { HttpAnswer } from '../../http/http.ts';
import { readAnswer } from '../../http/read-answer.ts';
import type { OptionalCalls } from '../../assets/calls/optional-calls.ts';
import { readAttachmentList } from '../../assets/parts/read-attachment-list.ts';
import type { MediaFiles, MediaPass } from './media-files.ts';

/**
 * How many attempts may bring nothing more of a file before it is given up; a pass may have expired
 * in between.
 */
const MAX_STUCK = 2;

const ApiPass = z.object({
  clientId: z.string().min(1),
  mediaBaseUrl: z.string().min(1),
  mediaJwtToken: z.string().min(1),
});

/**
 * Files of objects (assets-api: A.9, G). Assets lists and names them; their bytes are in
 * Atlassian's media service, which is called with an expiring pass that Assets issues for one
 * object.
 */
export class CloudAttachments implements AttachmentReader, AttachmentWriter {
  readonly limits = { takesComments: true };
  readonly #assets: OptionalCalls;
  readonly #media: MediaFiles;

  constructor(assets: OptionalCalls, media: MediaFiles) {
    this.#assets = assets;
    this.#media = media;
  }

  attachments(objectId: string, signal?: AbortSignal): Promise<Available<ListedAttachment[]>> {
    const endpoint = 'GET attachments/object/{id}';
    const path = pathOf(objectId);
    const read = (answer: HttpAnswer) => readAttachmentList(answer, endpoint);
    return this.#assets.ask({ of: 'attachments', method: 'GET', path, endpoint }, read, signal);
  }

  async attachmentBytes(
    objectId: string,
    { place, size, contentType: fileType }: ListedAttachment,
    sink: ByteSink,
    signal?: AbortSignal,
  ): Promise<Available<true>> {
    let why = '';
    for (let stuck = 0; stuck < MAX_STUCK;) {
      if (sink.received === size && size > 0) return { value: true };
      const before = sink.received;
      const pass = await this.#askPass('attachment-bytes', objectId, signal);
      if ('unavailable' in pass) return pass;
      const read = await this.#media.download(place, { pass: pass.value, sink, fileType }, signal);
      if ('value' in read) return read;
      why = read.unavailable;
      if (sink.received === before) stuck += 1;
    }
    return { unavailable: why };
  }

  /** The bytes count for nothing until Assets knows of them. */
  async addAttachment(
    objectId: string,
    { filename, contentType, comment, content }: AttachmentInput,
    signal?: AbortSignal,
  ): Promise<Available<true>> {
    const sent = await this.#media.upload(
      { name: filename, type: contentType, content },
      () => this.#askPass('attachment-upload', objectId, signal),
      signal,
    );
    if ('unavailable' in sent) return sent;
    const { size } = content;
    const attachment = { contentType, filename, mediaId: sent.value, size, comment };
    const call = {
      of: 'attachment-upload',
      method: 'POST',
      path: pathOf(objectId),
      endpoint: 'POST attachments/object/{id}',
      body: { attachments: [attachment] },
      once: true,
    } as const;
    return this.#assets.change(call, signal);
  }

  #askPass(
    of: Undocumented,
    objectId: string,
    signal: AbortSignal | undefined,
  ): Promise<Available<MediaPass>> {
    const endpoint = 'GET attachments/object/{id}/credentials';
    const path = `${pathOf(objectId)}/credentials`;
    const read = (answer: HttpAnswer): MediaPass => {
      const { clientId, mediaBaseUrl, mediaJwtToken } = readAnswer(answer, endpoint, ApiPass);
      return { clientId, baseUrl: mediaBaseUrl, token: mediaJwtToken };
    };
    return this.#assets.ask({ of, method: 'GET', path, endpoint }, read, signal);
  }
}

const pathOf = (objectId: string): string => `/attachments/object/${encodeURIComponent(objectId)}`;
