import type { z } from 'zod';
import { Refused } from '../../core/kernel/errors.ts';
import { OutcomeUnknown } from '../../core/assets/ports/outcome-unknown.ts';
import type { Http, HttpAnswer, HttpCall } from '../http/http.ts';
import { assertAnswered, readAnswer } from '../http/read-json.ts';
import { assertWritten } from './write-refusal.ts';

const LIST = 'GET objectschema/list';
/** Answers with the objects in them: a page of one object, and what is written, are taken up to here. */
export const ONE_OBJECT_BYTES = 500 << 20;

/** A call by its path within the workspace. */
export type AssetsCall = Omit<HttpCall, 'url'> & { path: string };

/** Calls of one workspace's Assets API through one stack of wrappers, with its refusals in our words. */
export class AssetsCalls {
  readonly #http: Http;
  readonly #root: string;

  /** `root` is `…/jsm/assets/workspace/{workspaceId}/v1`. */
  constructor(http: Http, root: string) {
    this.#http = http;
    this.#root = root;
  }

  /** The answer as it is, refusals too. */
  ask({ path, ...call }: AssetsCall, signal: AbortSignal | undefined): Promise<HttpAnswer> {
    return this.#http({ ...call, url: `${this.#root}${path}` }, signal);
  }

  /** @throws Refused */
  async get(
    path: string,
    endpoint: string,
    signal: AbortSignal | undefined,
    query?: HttpCall['query'],
  ): Promise<HttpAnswer> {
    const answer = await this.ask(
      { method: 'GET', path, endpoint, ...(query ? { query } : {}) },
      signal,
    );
    await this.assertAnswered(answer, endpoint, signal);
    return answer;
  }

  /** Sent once. @throws OutcomeUnknown, also when the answer says that it was done and cannot be read; Refused */
  async create<S extends z.ZodType>(
    path: string,
    endpoint: string,
    body: object,
    shape: S,
    signal: AbortSignal | undefined,
  ): Promise<z.output<S>> {
    const answer = await this.#write({ method: 'POST', path, endpoint, body, once: true }, signal);
    try {
      return readAnswer(answer, endpoint, shape);
    } catch (error) {
      throw new OutcomeUnknown(`What ${endpoint} made is not known: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }

  /** May be repeated, and is. @throws Refused */
  change(
    method: 'PUT' | 'DELETE',
    path: string,
    endpoint: string,
    body: object | undefined,
    signal: AbortSignal | undefined,
  ): Promise<HttpAnswer> {
    return this.#write({ method, path, endpoint, ...(body ? { body } : {}) }, signal);
  }

  /** A 404 is asked about once more: is it the thing, or the whole workspace that is gone? @throws Refused */
  async assertAnswered(
    answer: HttpAnswer,
    endpoint: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    if (answer.status === 404 && endpoint !== LIST) await this.assertWorkspace(signal);
    assertAnswered(answer, endpoint, endpoint === LIST ? workspaceGone : schemaGone);
  }

  /** @throws Refused `workspace-gone` */
  async assertWorkspace(signal: AbortSignal | undefined): Promise<void> {
    const list = await this.ask(
      {
        method: 'GET',
        path: '/objectschema/list',
        query: { startAt: 0, maxResults: 1 },
        endpoint: LIST,
      },
      signal,
    );
    if (list.status === 404) throw workspaceGone();
  }

  async #write(call: AssetsCall, signal: AbortSignal | undefined): Promise<HttpAnswer> {
    const answer = await this.ask({ maxBytes: ONE_OBJECT_BYTES, ...call }, signal);
    if (answer.status === 404) await this.assertWorkspace(signal);
    assertWritten(answer, call.endpoint, notThere);
    return answer;
  }
}

export const schemaGone = (): Refused =>
  new Refused('schema-gone', 'The schema was deleted from Assets.');
const notThere = (): Refused =>
  new Refused(
    'schema-gone',
    'What was to be changed, or the schema around it, was deleted from Assets.',
  );
const workspaceGone = (): Refused =>
  new Refused('workspace-gone', 'The Assets workspace is gone. Edit the configuration.');
