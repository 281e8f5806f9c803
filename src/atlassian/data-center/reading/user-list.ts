import { z } from 'zod';
import { ProductError } from '../../../core/kernel/errors.ts';
import { ApiField, ApiId, apiList } from '../../assets/shapes/api-field.ts';
import type { Http, HttpAnswer } from '../../http/http.ts';
import { readAnswer } from '../../http/read-answer.ts';

const ENDPOINT = 'GET rest/api/2/user/list';
/** Half of Jira's default. */
const PAGE = 1_000;

const ApiDataCenterUserPage = z.object({
  values: apiList(
    z.object({
      key: ApiId,
      emailAddress: ApiField.id,
      displayName: ApiField.id,
      active: ApiField.flag,
    }),
  ),
  isLast: ApiField.flag,
  nextCursor: ApiField.id,
});

/**
 * After this many people who were asked for one by one, a page of all users is worth its call:
 * whatever the site's number of users, a tenth more calls is the worst that comes of it.
 */
const PEOPLE_A_PAGE = 10;

/** A user, as the list of all tells of them. */
export interface ListedUser {
  key: string;
  /** Null where the account doesn't see it. */
  email: string | null;
  /** Undefined where the list doesn't say it. */
  displayName: string | undefined;
  active: boolean | undefined;
}

/**
 * All users of a Jira, page by page, as the REST API of Jira Data Center documents it for 10.3 and
 * from 11.0 on. The order is not defined, and nobody comes twice.
 */
export class UserList {
  readonly #http: Http;
  readonly #siteUrl: string;
  #cursor: string | undefined;
  /** False as well where Jira, or its agent, is older than the list. */
  #hasMore = true;
  #pages = 0;

  constructor(http: Http, siteUrl: string) {
    this.#http = http;
    this.#siteUrl = siteUrl;
  }

  /** Whether its next page may save more calls than it costs, after so many single ones. */
  isWorthIt(asked: number): boolean {
    return this.#hasMore && asked >= PEOPLE_A_PAGE * (this.#pages + 1);
  }

  /**
   * The next page; empty where the list isn't offered. What keeps it from coming says no more than
   * that: users can be asked for one by one, and that answer counts.
   */
  async next(signal?: AbortSignal): Promise<ListedUser[]> {
    this.#pages += 1;
    const page = await this.#ask(signal).catch((error: unknown) => {
      if (error instanceof ProductError) return undefined;
      throw error;
    });
    const users = page?.values.items ?? [];
    const next = page?.nextCursor;
    const goesOn = page?.isLast !== true && next !== undefined && next !== this.#cursor;
    this.#hasMore = goesOn && users.length > 0;
    this.#cursor = next;
    return users.map(({ emailAddress, ...user }) => ({ ...user, email: emailAddress ?? null }));
  }

  /** Undefined where Jira refuses it. */
  async #ask(signal: AbortSignal | undefined) {
    const read = (answer: HttpAnswer) => readAnswer(answer, ENDPOINT, ApiDataCenterUserPage);
    const url = `${this.#siteUrl}/rest/api/2/user/list`;
    const at = this.#cursor === undefined ? {} : { cursor: this.#cursor };
    const query = { ...at, maxResults: PAGE };
    const call = { method: 'GET', url, query, endpoint: ENDPOINT, optional: true } as const;
    const answer = await this.#http({ ...call, check: (each) => void read(each) }, signal);
    return answer.status < 300 ? read(answer) : undefined;
  }
}
