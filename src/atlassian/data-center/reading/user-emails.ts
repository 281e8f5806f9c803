import { z } from 'zod';
import type { User } from '../../../core/assets/model/user.ts';
import { RecentMap } from '../../../core/kernel/collections/recent-map.ts';
import { ApiField } from '../../assets/shapes/api-field.ts';
import type { Http, HttpAnswer } from '../../http/http.ts';
import { readAnswer } from '../../http/read-answer.ts';
import { SpareQuestions } from './spare-questions.ts';
import { UserList } from './user-list.ts';

const ENDPOINT = 'GET rest/api/2/user';
const ApiDataCenterUser = z.object({ emailAddress: ApiField.id });
const REMEMBERED = 20_000;
const missed = (why: string): string =>
  `The emails of some people couldn't be read, because ${why}. Without them, another site may not recognize these people.`;
/** People asked for side by side: that somebody has left takes a site seconds to confirm. */
const AT_ONCE = 5;

/**
 * Emails of users, by which another site can recognize them. On Data Center, they come from Jira,
 * because the values of Assets lack them. Each user is looked up once, the first few one by one; if
 * there are many, Jira's list of all users has most of them.
 */
export class UserEmails {
  readonly #siteUrl: string;
  readonly #questions: SpareQuestions;
  readonly #list: UserList;
  readonly #known = new RecentMap<string, string | null>(REMEMBERED);
  #asked = 0;
  /** Ends when the current page of the list has been read. */
  #listing: Promise<void> | undefined;

  /** `onMissed` hears, perhaps often, a sentence about emails that can't be had. */
  constructor(http: Http, siteUrl: string, onMissed: (what: string) => void = () => undefined) {
    this.#siteUrl = siteUrl;
    this.#questions = new SpareQuestions(http, (why) => onMissed(missed(why)));
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
    const email = await this.#look(key, signal);
    this.#known.set(key, email);
    return email;
  }

  async #look(key: string, signal: AbortSignal | undefined): Promise<string | null> {
    const read = (answer: HttpAnswer): string | null =>
      readAnswer(answer, ENDPOINT, ApiDataCenterUser).emailAddress ?? null;
    // The user is gone, or the account can't browse users: the value keeps its key and name.
    const readOrNone = (answer: HttpAnswer) => (answer.status < 300 ? read(answer) : null);
    const url = `${this.#siteUrl}/rest/api/2/user`;
    const check = (each: HttpAnswer): void => void read(each);
    const call = { method: 'GET', url, query: { key }, endpoint: ENDPOINT, check } as const;
    return (await this.#questions.ask(call, readOrNone, signal)) ?? null;
  }
}
