import type { z } from 'zod';
import { AnswerTooLarge } from '../../../core/assets/ports/pages/answer-too-large.ts';
import { OutcomeUnknown } from '../../../core/assets/ports/outcome-unknown.ts';
import { Refused } from '../../../core/kernel/errors.ts';
import type { Http, HttpAnswer, HttpCall } from '../../http/http.ts';
import { askFor, type Reading } from '../../http/ask-for.ts';
import { assertAnswered, parseList, readAnswer, unexpected } from '../../http/read-answer.ts';
import { UnparsedItem } from '../../http/json-list.ts';
import { askOrNone } from '../../../core/assets/reading/ask-or-none.ts';
import { inTurns } from '../../../core/kernel/loops/steps.ts';
import { readItems, type ReadableItems } from '../shapes/api-field.ts';
import { assertWritten } from './assert-written.ts';

const LIST = 'GET objectschema/list';
/** The most that is read of an answer with a single object, which may be of any size. */
export const ONE_OBJECT_BYTES = 128 << 20;
/** The most that is read of a list in one answer, such as all types of a schema. */
const LIST_BYTES = 32 << 20;

/** How often a list is asked for in all, while some of it isn't JSON. */
const MAX_TRIES = 3;

/** A call by its path within the workspace. */
export type AssetsCall = Omit<HttpCall, 'url'> & { path: string };

/** What is read: `shape` is what the answer, or each member of a list, must be. */
export interface AssetsRead<S extends z.ZodType> extends Pick<
  AssetsCall,
  'path' | 'endpoint' | 'query' | 'dispensable'
> {
  shape: S;
}

/** What is created: `shape` is what the answer must be. */
export interface AssetsCreate<S extends z.ZodType> extends Pick<
  AssetsCall,
  'path' | 'endpoint' | 'optional'
> {
  body: object;
  shape: S;
}

export interface AssetsChange extends Pick<
  AssetsCall,
  'path' | 'endpoint' | 'check' | 'dispensable'
> {
  method: 'PUT' | 'DELETE';
  body?: object | undefined;
}

interface ReadList<T> {
  list: ReadableItems<T>;
  /** Whether some of it isn't JSON. */
  isBroken: boolean;
}

/** Calls one workspace's Assets API through one stack of wrappers, and translates its refusals. */
export class AssetsCalls {
  readonly #http: Http;
  readonly #root: string;

  /** `root` is `…/jsm/assets/workspace/{workspaceId}/v1`. */
  constructor(http: Http, root: string) {
    this.#http = http;
    this.#root = root;
  }

  /** The answer as it is, including refusals. */
  ask({ path, ...call }: AssetsCall, signal?: AbortSignal): Promise<HttpAnswer> {
    return this.#http({ ...call, url: `${this.#root}${path}` }, signal);
  }

  /** @throws Refused; Unavailable `unexpected-answer` */
  read<S extends z.ZodType>(
    { shape, ...call }: AssetsRead<S>,
    signal?: AbortSignal,
  ): Promise<z.output<S>> {
    const read = (answer: HttpAnswer) => readAnswer(answer, call.endpoint, shape);
    return this.readWith({ method: 'GET', maxBytes: LIST_BYTES, ...call }, { read }, signal);
  }

  /**
   * A list that comes in one answer, read member by member: however long it is, other work
   * continues meanwhile, and an odd member doesn't affect the others. If one isn't JSON, the list
   * is requested again. @throws as `read`
   */
  async readList<S extends z.ZodType>(
    { shape, ...call }: AssetsRead<S>,
    signal?: AbortSignal,
  ): Promise<ReadableItems<z.output<S>>> {
    const { endpoint } = call;
    const read = (answer: HttpAnswer): Iterable<unknown> => {
      const { rest, items } = parseList(answer, endpoint);
      if (!Array.isArray(rest)) throw unexpected(endpoint, 'the body');
      return items;
    };
    const whole = { method: 'GET', maxBytes: LIST_BYTES, ...call } as const;
    const ask = async (): Promise<ReadList<z.output<S>>> => {
      let isBroken = false;
      const items = watched(await this.readWith(whole, { read }, signal), () => {
        isBroken = true;
      });
      return { list: await inTurns(readItems(items, shape)), isBroken };
    };
    let last = await ask();
    for (let tries = 1; last.isBroken && tries < MAX_TRIES; tries += 1)
      last = (await askOrNone(ask)) ?? { ...last, isBroken: false };
    return last.list;
  }

  /**
   * What `read` finds in a good answer. @throws Refused, or what `assertGood` says in its place;
   * Unavailable `unexpected-answer` where `read` finds nothing, several times; AnswerTooLarge for a
   * divisible call
   */
  readWith<T>(
    { path, ...call }: AssetsCall,
    { read, assertGood }: Pick<Reading<T>, 'read'> & Partial<Reading<T>>,
    signal?: AbortSignal,
  ): Promise<T> {
    const judge = async (answer: HttpAnswer): Promise<void> => {
      if (answer.status === 413 && call.divisible) throw new AnswerTooLarge();
      await (assertGood?.(answer) ?? this.assertAnswered(answer, call.endpoint, signal));
    };
    const whole = { ...call, url: `${this.#root}${path}` };
    return askFor(this.#http, whole, { assertGood: judge, read }, signal);
  }

  /**
   * Sent once. @throws OutcomeUnknown, also for an answer that says it was done but cannot be read;
   * Refused
   */
  async create<S extends z.ZodType>(
    { shape, ...call }: AssetsCreate<S>,
    signal?: AbortSignal,
  ): Promise<z.output<S>> {
    const answer = await this.#write({ method: 'POST', once: true, ...call }, signal);
    try {
      return readAnswer(answer, call.endpoint, shape);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new OutcomeUnknown(`The result of ${call.endpoint} isn't known: ${why}`, {
        cause: error,
      });
    }
  }

  /** Is repeated where necessary. @throws Refused */
  change(call: AssetsChange, signal?: AbortSignal): Promise<HttpAnswer> {
    return this.#write(call, signal);
  }

  /** Whether what was asked for exists. @throws Refused, also when the whole workspace is gone */
  async isFound(answer: HttpAnswer, endpoint: string, signal?: AbortSignal): Promise<boolean> {
    if (answer.status === 404) {
      await this.#assertWorkspace(signal);
      return false;
    }
    await this.assertAnswered(answer, endpoint, signal);
    return true;
  }

  /** Finds out what a 404 means: is the thing gone, or the whole workspace? @throws Refused */
  async assertAnswered(answer: HttpAnswer, endpoint: string, signal?: AbortSignal): Promise<void> {
    if (answer.status === 404 && endpoint !== LIST) await this.#assertWorkspace(signal);
    assertAnswered(answer, endpoint, endpoint === LIST ? workspaceGone : schemaGone);
  }

  /** @throws Refused `workspace-gone` */
  async #assertWorkspace(signal: AbortSignal | undefined): Promise<void> {
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
    if (answer.status === 404) await this.#assertWorkspace(signal);
    assertWritten(answer, call.endpoint, notFound);
    return answer;
  }
}

function* watched(items: Iterable<unknown>, onBroken: () => void): Generator<unknown> {
  for (const item of items) {
    if (item instanceof UnparsedItem) onBroken();
    yield item;
  }
}

const schemaGone = (): Refused => new Refused('schema-gone', 'The schema was deleted from Assets.');
const notFound = (): Refused =>
  new Refused('schema-gone', 'This no longer exists in Assets, or its schema was deleted.');
const workspaceGone = (): Refused =>
  new Refused(
    'workspace-gone',
    'The Assets workspace no longer exists. Update the connection in Settings.',
  );
