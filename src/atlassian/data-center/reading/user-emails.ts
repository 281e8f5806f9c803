import { z } from 'zod';
import type { User } from '../../../core/assets/model/user.ts';
import { ProductError } from '../../../core/kernel/errors.ts';
import { RecentMap } from '../../../core/kernel/collections/recent-map.ts';
import { ApiField } from '../../assets/shapes/api-field.ts';
import type { Http, HttpAnswer } from '../../http/http.ts';
import { readAnswer } from '../../http/read-answer.ts';
import { UserList } from './user-list.ts';

const ENDPOINT = 'GET rest/api/2/user';
const ApiDataCenterUser = z.object({ emailAddress: ApiField.id });
const REMEMBERED = 20_000;
/** After so many failures in a row, the site is asked for one person in so many. */
const MAX_MISSED = 5;
const ONE_IN = 20;
/** Said of this call alone. A site that doesn't answer at all is waited for. */
const OF_CALL: ReadonlySet<string> = new Set(['site-redirects', 'unexpected-answer']);
/** People asked for side by side: that somebody has left takes a site seconds to confirm. */
const AT_ONCE = 5;

/**
 * Emails of users, by which another site can recognize them. On Data Center, they come from Jira,
 * because the values of Assets lack them. Each user is looked up once, the first few one by one; if
 * there are many, Jira's list of all users has most of them.
 */
export class UserEmails {
  readonly #http: Http;
  readonly #siteUrl: string;
  readonly #onMissed: (what: string) => void;
  readonly #list: UserList;
  readonly #known = new RecentMap<string, string | null>(REMEMBERED);
  #asked = 0;
  /** In a row. */
  #missed = 0;
  /** Ends when the current page of the list has been read. */
  #listing: Promise<void> | undefined;

  /** `onMissed` hears, perhaps often, a sentence about emails that the site doesn't give. */
  constructor(http: Http, siteUrl: string, onMissed: (what: string) => void = () => undefined) {
    this.#http = http;
    this.#siteUrl = siteUrl;
    this.#onMissed = onMissed;
    this.#list = new UserList(http, siteUrl);
  }

  /** The same users, with those emails that the account can see. */
  async add(users: readonly User[], signal?: AbortSignal): Promise<User[]> {
    const found: User[] = [];
    for (let from = 0; from < users.length; from += AT_ONCE) {
      const some = users.slice(from, from + AT_ONCE).map(async (user) => ({
        ...user,
        email: user.email ?? (await this.#find(user.accountId, signal)),
      }));
      found.push(...(await Promise.all(some)));
    }
    return found;
  }

  async #find(key: string, signal: AbortSignal | undefined): Promise<string | null> {
    if (!this.#known.has(key)) await this.#readList(signal);
    const known = this.#known.get(key);
    return known === undefined ? this.#ask(key, signal) : known;
  }

  /** One page at a time, and only if it's worth it. */
  async #readList(signal: AbortSignal | undefined): Promise<void> {
    if (this.#list.isWorthIt(this.#asked)) this.#listing ??= this.#readPage(signal);
    await this.#listing;
  }

  async #readPage(signal: AbortSignal | undefined): Promise<void> {
    try {
      for (const { key, email } of await this.#list.next(signal)) this.#known.set(key, email);
    } finally {
      this.#listing = undefined;
    }
  }

  async #ask(key: string, signal: AbortSignal | undefined): Promise<string | null> {
    this.#asked += 1;
    const isTried = this.#missed < MAX_MISSED || this.#asked % ONE_IN === 0;
    const email = isTried ? await this.#look(key, signal) : null;
    this.#known.set(key, email);
    return email;
  }

  async #look(key: string, signal: AbortSignal | undefined): Promise<string | null> {
    try {
      return await this.#askSite(key, signal);
    } catch (error) {
      if (isOfCall(error)) return this.#miss();
      throw error;
    }
  }

  async #askSite(key: string, signal: AbortSignal | undefined): Promise<string | null> {
    const read = (answer: HttpAnswer): string | null =>
      readAnswer(answer, ENDPOINT, ApiDataCenterUser).emailAddress ?? null;
    const url = `${this.#siteUrl}/rest/api/2/user`;
    const call = { method: 'GET', url, query: { key }, endpoint: ENDPOINT } as const;
    const check = (each: HttpAnswer): void => void read(each);
    const answer = await this.#http({ ...call, check, optional: true }, signal);
    if (answer.status >= 500 || answer.status === 401) return this.#miss();
    // The user is gone, or the account can't browse users: the value keeps its key and name.
    const email = answer.status < 300 ? read(answer) : null;
    this.#missed = 0;
    return email;
  }

  /** What the site can't answer of a user ends nothing. */
  #miss(): null {
    this.#missed += 1;
    this.#onMissed(
      `The emails of some people couldn't be read, because the site repeatedly failed to answer ${ENDPOINT}. Without them, another site may not recognize these people.`,
    );
    return null;
  }
}

/** Whether an error may be about this call alone. Others mean that it has to wait. */
const isOfCall = (error: unknown): boolean =>
  error instanceof ProductError && OF_CALL.has(error.code);
