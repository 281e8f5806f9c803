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
 * After looking up this many people one by one, requesting a page of all users is worth the call:
 * however many users the site has, this costs a tenth more calls at worst.
 */
const PEOPLE_A_PAGE = 10;

/** A user in the list of all users. */
export interface ListedUser {
  key: string;
  /** Null if the account can't see it. */
  email: string | null;
  /** Undefined if the list doesn't have it. */
  displayName: string | undefined;
  active: boolean | undefined;
}

/**
 * All users of a Jira, page by page, by a call that is documented for Jira Data Center 10.3, and
 * from 11.0 on. They come in no particular order, each of them once.
 */
export class UserList {
  readonly #http: Http;
  readonly #siteUrl: string;
  #cursor: string | undefined;
  /** Also false if Jira, or its agent, is too old to have this list. */
  #hasMore = true;
  #pages = 0;

  constructor(http: Http, siteUrl: string) {
    this.#http = http;
    this.#siteUrl = siteUrl;
  }

  /** Whether the next page is likely to save calls, after this many people were looked up. */
  isWorthIt(asked: number): boolean {
    return this.#hasMore && asked >= PEOPLE_A_PAGE * (this.#pages + 1);
  }

  /**
   * The next page; empty if there's no such list, or if it can't be read for whatever reason: users
   * can still be looked up one by one, and those answers count.
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

  /** Undefined if Jira refuses. */
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
