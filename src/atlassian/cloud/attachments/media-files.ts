import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Available } from '../../../core/assets/ports/site/available.ts';
import type { ByteSink } from '../../../core/assets/ports/files/byte-sink.ts';
import type { ByteSource } from '../../../core/assets/ports/files/byte-source.ts';
import type { HttpAnswer } from '../../http/http.ts';
import { readAnswer } from '../../http/read-answer.ts';
import { OptionalCalls, type Asked } from '../../assets/calls/optional-calls.ts';
import type { Http } from '../../http/http.ts';
import { wasPoured } from '../../assets/parts/was-poured.ts';
import { asForm } from '../../assets/parts/as-form.ts';

const ApiMediaFile = z.object({ data: z.object({ id: z.string().min(1) }) });
const UPLOAD = 'POST media file';
const DOWNLOAD = 'GET media file/{id}/binary';
/** The hosts where Atlassian keeps files. */
const ATLASSIAN = /^https:\/\/[\w.-]+\.atlassian\.com$/;

/** It knows no account: a pass of Assets opens the files of one object. */
const MEDIA_SERVICE = {
  name: "Atlassian's media service",
  credentials: 'the token that Assets gave',
  caller: 'the token that Assets gave',
};

/** A pass may expire while a file is on its way: then it's sent once more, under another one. */
const MAX_PASSES = 2;
/** What a header may contain. */
const PLAIN_TYPE = /^[\w.+-]+\/[\w.+-]+$/;

/** A pass for the files of one object, valid for a while. */
export interface MediaPass {
  clientId: string;
  baseUrl: string;
  token: string;
}

interface FileToSend {
  name: string;
  type: string;
  content: ByteSource;
}

/** Atlassian's media service, as far as it keeps files of objects (assets-api: A.9, G). */
export class MediaFiles {
  readonly #http: Http;
  readonly #origin: string;

  /** `http` signs nothing. `url`: another place of the service, besides Atlassian's own hosts. */
  constructor(http: Http, url: string) {
    this.#http = http;
    this.#origin = new URL(url).origin;
  }

  /** `place`: the file's id there, or its address. */
  async download(
    place: string,
    { pass, sink, fileType }: { pass: MediaPass; sink: ByteSink; fileType: string },
    signal?: AbortSignal,
  ): Promise<Available<true>> {
    const address = URL.parse(place);
    const base = address?.origin ?? pass.baseUrl;
    const path = address
      ? `${address.pathname}${address.search}`
      : `/file/${encodeURIComponent(place)}/binary`;
    const given = this.#callsTo(base);
    if ('unavailable' in given) return given;
    const headers = { ...headersOf(pass), accept: '*/*' };
    const taking = { bytes: true, sink, fileType } as const;
    const call = { method: 'GET', path, headers, ...taking, endpoint: DOWNLOAD } as const;
    return given.value.ask(call, wasPoured(DOWNLOAD), signal);
  }

  /**
   * Sends a file and returns its id. Bytes as they are come first; where that way isn't there, a
   * form: clients of both kinds were seen.
   */
  async upload(
    { type, ...sent }: FileToSend,
    askPass: () => Promise<Available<MediaPass>>,
    signal?: AbortSignal,
  ): Promise<Available<string>> {
    const file = { ...sent, type: PLAIN_TYPE.test(type) ? type : 'application/octet-stream' };
    let why = '';
    for (const send of [sendBytes, sendForm]) {
      const taken = await this.#send(send, file, askPass, signal);
      if ('value' in taken) return taken;
      why = taken.unavailable;
    }
    return { unavailable: why };
  }

  /** In one way. */
  async #send(
    send: Send,
    file: FileToSend,
    askPass: () => Promise<Available<MediaPass>>,
    signal: AbortSignal | undefined,
  ): Promise<Available<string>> {
    for (let passes = 1; ; passes += 1) {
      const pass = await askPass();
      if ('unavailable' in pass) return pass;
      const given = this.#callsTo(pass.value.baseUrl);
      if ('unavailable' in given) return given;
      const taken = await send(given.value, file, pass.value, signal);
      if ('value' in taken || !taken.isUnauthorized || passes === MAX_PASSES) return taken;
    }
  }

  /** An address from Assets is accepted only on Atlassian's own hosts. */
  #callsTo(baseUrl: string): Available<OptionalCalls> {
    const url = URL.parse(baseUrl);
    if (!url || (url.origin !== this.#origin && !ATLASSIAN.test(url.origin)))
      return {
        unavailable: `The site keeps attachments at ${url?.host ?? 'an unknown place'}, which this service doesn't call.`,
      };
    const root = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
    const calls = { http: this.#http, root, off: new Set<never>(), server: MEDIA_SERVICE };
    return { value: new OptionalCalls(calls) };
  }
}

const headersOf = ({ clientId, token }: MediaPass): Record<string, string> => ({
  'x-client-id': clientId,
  authorization: `Bearer ${token}`,
});

const readId = (answer: HttpAnswer): string => readAnswer(answer, UPLOAD, ApiMediaFile).data.id;

type Send = (
  calls: OptionalCalls,
  file: FileToSend,
  pass: MediaPass,
  signal: AbortSignal | undefined,
) => Promise<Asked<string>>;

const sendBytes: Send = (calls, { name, type, content }, pass, signal) =>
  calls.ask(
    {
      method: 'POST',
      path: '/file/binary',
      query: { name },
      headers: { ...headersOf(pass), 'content-type': type },
      source: content,
      endpoint: UPLOAD,
    },
    readId,
    signal,
  );

const sendForm: Send = (calls, { name, type, content }, pass, signal) => {
  const boundary = `----${randomUUID()}`;
  return calls.ask(
    {
      method: 'POST',
      path: '/file',
      query: { name },
      headers: {
        ...headersOf(pass),
        'content-type': `multipart/form-data; boundary=${boundary}`,
      },
      source: asForm({ name, type, content, boundary }),
      endpoint: UPLOAD,
    },
    readId,
    signal,
  );
};
