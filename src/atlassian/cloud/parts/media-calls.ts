import { z } from 'zod';
import { Refused, Unavailable } from '../../../core/kernel/errors.ts';
import type { Http, HttpAnswer } from '../../http/http.ts';
import { readAnswer } from '../../http/read-answer.ts';
import { quotedErrorText } from '../../http/site-errors.ts';

const ENDPOINT = 'POST media file/binary';
const ApiMediaFile = z.object({ data: z.object({ id: z.string().min(1) }) });

export interface MediaUpload {
  collection: string;
  name: string;
  bytes: Uint8Array;
  type: string;
  /** Asked for again where the media service says that one has expired. */
  token: () => Promise<string>;
}

/**
 * Atlassian's media service, which has an address of its own and knows no account: it accepts only
 * tokens of Assets (assets-api: G).
 */
export class MediaCalls {
  readonly #http: Http;
  readonly #root: string;

  /** `http` signs nothing: what Assets is signed with is never sent here. */
  constructor(http: Http, root: string) {
    this.#http = http;
    this.#root = root;
  }

  /**
   * Sends a file and returns its id. Nobody sees it before something refers to it, so it may be
   * sent again. @throws Refused `part-unavailable`
   */
  async upload(upload: MediaUpload, signal?: AbortSignal): Promise<string> {
    const first = await this.#send(upload, signal);
    const answer = first.status === 401 ? await this.#send(upload, signal) : first;
    if (answer.status >= 300)
      throw notTaken(`it answers ${answer.status}.${quotedErrorText(answer)}`);
    try {
      return readAnswer(answer, ENDPOINT, ApiMediaFile).data.id;
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      throw notTaken('its answer names no file.');
    }
  }

  async #send(
    { collection, name, bytes, type, token }: MediaUpload,
    signal: AbortSignal | undefined,
  ): Promise<HttpAnswer> {
    const authorization = `Bearer ${await token()}`;
    return this.#http(
      {
        method: 'POST',
        url: `${this.#root}/file/binary`,
        query: { collection, name, deletable: true },
        headers: { authorization, 'content-type': type },
        body: bytes,
        optional: true,
        endpoint: ENDPOINT,
      },
      signal,
    );
  }
}

const notTaken = (why: string): Refused =>
  new Refused('part-unavailable', `Atlassian's media service doesn't take the file: ${why}`);
