/**
 * Atlassian's media service, as far as Assets uses it: one address for all sites of a cloud, which
 * takes and gives files under tokens that Assets gives out and that expire.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HttpError } from '../http/http-error.ts';
import { Hosts } from '../http/hosts.ts';
import type { Answer } from '../http/exchange.ts';
import { sendAnswer } from '../http/send-answer.ts';
import { sendContent } from '../http/send-content.ts';
import type { MediaContent } from './media-content.ts';
import { readForm } from './read-form.ts';
import { UploadFolder } from './upload-folder.ts';

/** What a token is for. */
export interface MediaGrant {
  /** What may be written with it. */
  collection: string;
  isGood: () => boolean;
  /** Has to be named beside the token, where there is one. */
  clientId?: string;
  /** What may be read with it. */
  find?: (fileId: string) => MediaContent | undefined;
  /** How the site that gave it wants calls to be answered. */
  habits?: () => MediaHabits;
  /** What befalls a call that is made with it; nothing where it doesn't say. */
  befall?: (request: MediaRequest) => Befallen;
}

/** What a fault is chosen by. */
export interface MediaRequest {
  method: string;
  path: string;
  query: string;
}

/** An answer, a cut connection, or one that hangs until the server ends. */
type MediaOutcome = Answer | 'cut' | 'hang';

/** What stands in for the answer: before anything is done, or once it is. */
export interface Befallen {
  before: MediaOutcome | undefined;
  after: MediaOutcome | undefined;
}

/** How the media service answers those who come from one site. */
export interface MediaHabits {
  /** Which of the two forms of an upload it takes. */
  uploads: 'both' | 'form' | 'binary';
  /** Whether a part of a file can be asked for. */
  ranges: boolean;
  /** Files break off after so many bytes; 0: never. */
  cutBytes: number;
  /** @throws HttpError; answers what stands in for the answer */
  disturb: (what: 'upload' | 'bytes') => Answer | undefined;
}

const USUAL: MediaHabits = {
  uploads: 'both',
  ranges: true,
  cutBytes: 0,
  disturb: () => undefined,
};

const NOTHING: Befallen = { before: undefined, after: undefined };

type GivenGrant = MediaGrant & Required<Pick<MediaGrant, 'habits' | 'befall'>>;

/** A file as it was sent. */
export interface MediaFile {
  name: string;
  collection: string;
  content: MediaContent;
}

/** The two addresses of an upload. */
const FORMS: Partial<Record<string, 'form' | 'binary'>> = {
  '/file': 'form',
  '/file/binary': 'binary',
};
const FILE = /^\/file\/([\w-]+)\/binary$/;

export class MediaHost {
  readonly files = new Map<string, MediaFile>();
  /** Calls by method and path, ids left out. */
  readonly calls: string[] = [];
  url = '';
  readonly #grants = new Map<string, GivenGrant>();
  readonly #uploads = new UploadFolder();
  readonly #hosts = new Hosts((request, response) => void this.#answer(request, response));
  #users = 0;

  /** Answers from its first user on. */
  async open(): Promise<void> {
    this.#users += 1;
    if (this.#users === 1) this.url = `http://127.0.0.1:${await this.#hosts.open(0)}`;
  }

  /** Until its last user has gone. */
  async close(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0) return;
    await this.#hosts.close();
    this.#uploads.remove();
  }

  giveToken(grant: MediaGrant): string {
    const token = randomUUID();
    this.#grants.set(token, { habits: () => USUAL, befall: () => NOTHING, ...grant });
    return token;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const outcome = await this.#handle(request, response);
      if (outcome === 'cut') response.socket?.destroy();
      else if (outcome && outcome !== 'hang') sendAnswer(response, outcome);
    } catch (error) {
      request.resume();
      const { status, body } = error instanceof HttpError ? error : refusal(500, 'Failed');
      sendAnswer(response, { status, json: body });
    }
  }

  /** Undefined where it has answered. */
  async #handle(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<MediaOutcome | undefined> {
    const { method = 'GET', url, headers } = request;
    const { pathname, search } = new URL(url ?? '/', this.url);
    this.calls.push(`${method} ${pathname.replace(FILE, '/file/:id/binary')}`);
    const grant = this.#grantOf(headers);
    const befallen = grant.befall({ method, path: pathname, query: search });
    if (befallen.before) {
      request.resume();
      return befallen.before;
    }
    const call: MediaCall = { request, grant, habits: grant.habits() };
    const fileId = FILE.exec(pathname)?.[1];
    if (method !== 'GET' || fileId === undefined) {
      const taken = await this.#take(call);
      return befallen.after ?? taken;
    }
    const instead = call.habits.disturb('bytes') ?? befallen.after;
    if (!instead) await give(response, fileId, call);
    return instead;
  }

  /** @throws HttpError 401 */
  #grantOf(headers: IncomingMessage['headers']): GivenGrant {
    const grant = this.#grants.get((headers.authorization ?? '').replace(/^Bearer /, ''));
    const isClient = grant?.clientId === undefined || headers['x-client-id'] === grant.clientId;
    if (!grant?.isGood() || !isClient) throw refusal(401, 'JwtAuthoriser:AuthorisationError');
    return grant;
  }

  async #take({ request, grant, habits }: MediaCall): Promise<Answer> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    const form = FORMS[pathname];
    const isTaken = form !== undefined && (habits.uploads === 'both' || habits.uploads === form);
    if (request.method !== 'POST' || !isTaken) throw refusal(404, 'NotFound');
    const instead = habits.disturb('upload');
    if (instead) {
      request.resume();
      return instead;
    }
    const collection = searchParams.get('collection') ?? grant.collection;
    if (collection !== grant.collection) throw refusal(403, 'Forbidden');
    const id = randomUUID();
    const parts = form === 'form' ? readForm(request) : (request as AsyncIterable<Buffer>);
    const content = await this.#uploads.take(id, parts);
    this.files.set(id, { name: searchParams.get('name') ?? '', collection, content });
    return { status: 201, json: { data: { id, size: content.size } } };
  }
}

interface MediaCall {
  request: IncomingMessage;
  grant: MediaGrant;
  habits: MediaHabits;
}

async function give(
  response: ServerResponse,
  fileId: string,
  { request, grant, habits }: MediaCall,
): Promise<void> {
  const content = grant.find?.(fileId);
  if (!content) throw refusal(404, 'NotFound');
  await sendContent(response, content, { range: request.headers.range, ...habits });
}

const refusal = (status: number, code: string): HttpError =>
  HttpError.of(status, { error: { code } });
