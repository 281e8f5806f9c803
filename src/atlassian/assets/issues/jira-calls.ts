import type { z } from 'zod';
import type { Issue } from '../../../core/assets/model/issue.ts';
import { WriteRefused } from '../../../core/assets/ports/write-refused.ts';
import { Refused } from '../../../core/kernel/errors.ts';
import { askFor } from '../../http/ask-for.ts';
import type { Http, HttpAnswer, HttpCall } from '../../http/http.ts';
import { assertAnswered, readAnswer } from '../../http/read-answer.ts';
import { errorsOf, quotedErrorText } from '../../http/site-errors.ts';
import { ApiIssue, toIssue } from '../shapes/api-issue.ts';

/** What an issue is known by, beside its fields for objects. */
export const OWN_FIELDS = ['summary', 'updated'];
/** A page of issues with all their fields for objects. */
const PAGE_BYTES = 32 << 20;
const REFUSALS = [400, 409, 413, 422];

/** A call by its path behind `/rest/`; `endpoint` is the same with ids left out. */
export interface JiraCall<S extends z.ZodType> extends Pick<HttpCall, 'query' | 'body'> {
  method: 'GET' | 'POST';
  path: string;
  endpoint: string;
  /** What the answer must be. */
  shape: S;
}

/** Jira's REST API around issues, with its refusals translated. */
export class JiraCalls {
  readonly #http: Http;
  readonly #root: string;
  readonly #version: 2 | 3;

  /** `root` is what `/rest` follows; Cloud's API is version 3, Data Center's 2. */
  constructor(http: Http, root: string, version: 2 | 3 = 3) {
    this.#http = http;
    this.#root = root;
    this.#version = version;
  }

  /** A read. @throws Refused; Unavailable */
  ask<S extends z.ZodType>(call: JiraCall<S>, signal?: AbortSignal): Promise<z.output<S>> {
    const { endpoint } = call;
    return this.#ask(call, (answer) => assertAsked(answer, endpoint), signal);
  }

  /** `null` if what is requested does not exist. @throws Refused; Unavailable */
  async find<S extends z.ZodType>(
    call: JiraCall<S>,
    signal?: AbortSignal,
  ): Promise<z.output<S> | null> {
    const missing = new Refused('issue-gone', 'The issue is gone.');
    const judge = (answer: HttpAnswer): void => {
      if (answer.status === 404) throw missing;
      assertAsked(answer, call.endpoint);
    };
    try {
      return await this.#ask(call, judge, signal);
    } catch (error) {
      if (error === missing) return null;
      throw error;
    }
  }

  /** An issue with these fields for objects; `null` if it does not exist. @throws as `find` */
  async issue(
    idOrKey: string,
    fieldIds: readonly string[],
    signal?: AbortSignal,
  ): Promise<Issue | null> {
    const path = `api/${this.#version}/issue`;
    const found = await this.find(
      {
        method: 'GET',
        path: `${path}/${encodeURIComponent(idOrKey)}`,
        endpoint: `GET rest/${path}/{key}`,
        query: { fields: [...OWN_FIELDS, ...fieldIds].join(',') },
        shape: ApiIssue,
      },
      signal,
    );
    return found && toIssue(found, fieldIds);
  }

  /** Changes an issue; sent once. @throws as IssuesWriter */
  async change(idOrKey: string, body: object, signal?: AbortSignal): Promise<void> {
    const path = `rest/api/${this.#version}/issue`;
    const endpoint = `PUT ${path}/{key}`;
    const url = `${this.#root}/${path}/${encodeURIComponent(idOrKey)}`;
    const query = { notifyUsers: false };
    const call = { method: 'PUT', url, query, body, endpoint, once: true } as const;
    assertChanged(await this.#http(call, signal), endpoint);
  }

  #ask<S extends z.ZodType>(
    { shape, path, ...call }: JiraCall<S>,
    assertGood: (answer: HttpAnswer) => void,
    signal?: AbortSignal,
  ): Promise<z.output<S>> {
    const url = `${this.#root}/rest/${path}`;
    const read = (answer: HttpAnswer) => readAnswer(answer, call.endpoint, shape);
    const question = call.method === 'POST' ? ({ question: true, refusable: true } as const) : {};
    const whole = { ...call, ...question, url, maxBytes: PAGE_BYTES };
    return askFor(this.#http, whole, { assertGood, read }, signal);
  }
}

function assertAsked(answer: HttpAnswer, endpoint: string): void {
  if (answer.status === 403)
    throw new Refused(
      'no-permission',
      `This account can't read issues or their fields.${quotedErrorText(answer)} Give it the Browse projects permission in Jira.`,
    );
  assertAnswered(
    answer,
    endpoint,
    () => new Refused('site-refused', `The site doesn't know ${endpoint}.`),
  );
}

function assertChanged(answer: HttpAnswer, endpoint: string): void {
  if (answer.status === 403)
    throw new Refused(
      'no-permission',
      `This account can't edit this issue.${quotedErrorText(answer)} Give it the Edit issues permission, then restore again.`,
    );
  if (answer.status === 404)
    throw new Refused(
      'issue-gone',
      'The issue no longer exists, or this account can no longer see it.',
    );
  if (!REFUSALS.includes(answer.status)) return assertAsked(answer, endpoint);
  const { messages, fields } = errorsOf(answer);
  const said = [...messages, ...Object.values(fields)].join(' ').slice(0, 500);
  throw new WriteRefused(said || `Jira refused the change with status ${answer.status}.`, fields);
}
