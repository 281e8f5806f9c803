/**
 * Atlassian's media service, as far as Assets uses it: one address for all sites of a cloud, which
 * takes files under tokens that Assets gives out and that expire.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendAnswer } from '../http/send-answer.ts';
import { Hosts } from '../http/hosts.ts';
import type { Answer } from '../http/exchange.ts';

interface MediaToken {
  /** What may be written with it. */
  collection: string;
  isGood: () => boolean;
}

/** A file as it was sent. */
export interface MediaFile {
  name: string;
  collection: string;
  bytes: Buffer;
}

export class MediaHost {
  readonly files = new Map<string, MediaFile>();
  /** Calls by method and path. */
  readonly calls: string[] = [];
  url = '';
  readonly #tokens = new Map<string, MediaToken>();
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
    if (this.#users === 0) await this.#hosts.close();
  }

  /** A token for one collection. */
  giveToken(collection: string, isGood: () => boolean): string {
    const token = randomUUID();
    this.#tokens.set(token, { collection, isGood });
    return token;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    sendAnswer(response, this.#handle(request, Buffer.concat(parts)));
  }

  #handle({ method, url, headers }: IncomingMessage, bytes: Buffer): Answer {
    const { pathname, searchParams } = new URL(url ?? '/', this.url);
    this.calls.push(`${method} ${pathname}`);
    const token = this.#tokens.get((headers.authorization ?? '').replace(/^Bearer /, ''));
    if (!token?.isGood())
      return { status: 401, json: { error: { code: 'JwtAuthoriser:AuthorisationError' } } };
    if (method !== 'POST' || pathname !== '/file/binary')
      return { status: 404, json: { error: { code: 'NotFound' } } };
    const collection = searchParams.get('collection') ?? token.collection;
    if (collection !== token.collection)
      return { status: 403, json: { error: { code: 'Forbidden' } } };
    const id = randomUUID();
    this.files.set(id, { name: searchParams.get('name') ?? '', collection, bytes });
    return { status: 201, json: { data: { id, size: bytes.length } } };
  }
}
