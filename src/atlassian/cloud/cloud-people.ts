import { z } from 'zod';
import { Refused } from '../../core/kernel/errors.ts';
import type { DirectoryUser } from '../../core/assets/ports/directory.ts';
import type { Http, HttpCall } from '../http/http.ts';
import { assertAnswered, readAnswer } from '../http/read-json.ts';
import { ApiGroups, ApiPeople, ApiPerson, ApiProjects } from './api-shapes.ts';

const PAGE = 50;
const USERS = 'GET rest/api/3/user/bulk';
const USER_SEARCH = 'GET rest/api/3/user/search';

/** What Jira knows that values name: people, groups, projects (assets-api: C.4). */
export class CloudPeople {
  readonly #http: Http;
  readonly #siteUrl: string;

  constructor(http: Http, siteUrl: string) {
    this.#http = http;
    this.#siteUrl = siteUrl;
  }

  async byId(accountIds: string[], signal?: AbortSignal): Promise<DirectoryUser[]> {
    const ids = [...new Set(accountIds)].filter((id) => id !== '');
    const people: DirectoryUser[] = [];
    for (let at = 0; at < ids.length; at += PAGE) {
      const { values } = await this.#get(
        'user/bulk',
        USERS,
        { accountId: ids.slice(at, at + PAGE), maxResults: PAGE },
        ApiPeople,
        signal,
      );
      people.push(...values.map(toPerson));
    }
    return people;
  }

  async byEmail(email: string, signal?: AbortSignal): Promise<DirectoryUser | null> {
    const found = await this.#get(
      'user/search',
      USER_SEARCH,
      { query: email, maxResults: PAGE },
      z.array(ApiPerson),
      signal,
    );
    const same = found
      .map(toPerson)
      .filter((person) => person.active && person.email?.toLowerCase() === email.toLowerCase());
    return same.length === 1 ? same[0]! : null;
  }

  async groups(signal?: AbortSignal): Promise<string[]> {
    return this.#all('group/bulk', ApiGroups, ({ name }) => name, signal);
  }

  async projects(signal?: AbortSignal): Promise<string[]> {
    return this.#all('project/search', ApiProjects, ({ key }) => key, signal);
  }

  /** Pages until the site says that it is the last, each name once. */
  async #all<T>(
    path: string,
    shape: z.ZodType<{ values: T[]; isLast?: boolean | undefined }>,
    nameOf: (value: T) => string,
    signal: AbortSignal | undefined,
  ): Promise<string[]> {
    const names = new Set<string>();
    for (let startAt = 0; ;) {
      const { values, isLast } = await this.#get(
        path,
        `GET rest/api/3/${path}`,
        { startAt, maxResults: PAGE },
        shape,
        signal,
      );
      values.forEach((value) => names.add(nameOf(value)));
      startAt += values.length;
      if (values.length === 0 || (isLast ?? values.length < PAGE)) return [...names];
    }
  }

  async #get<S extends z.ZodType>(
    path: string,
    endpoint: string,
    query: NonNullable<HttpCall['query']>,
    shape: S,
    signal: AbortSignal | undefined,
  ): Promise<z.output<S>> {
    const answer = await this.#http(
      { method: 'GET', url: `${this.#siteUrl}/rest/api/3/${path}`, query, endpoint },
      signal,
    );
    if (answer.status === 403)
      throw new Refused(
        'no-permission',
        'The account may not browse users and groups. Give it the global permission Browse users and groups, then go on.',
      );
    assertAnswered(
      answer,
      endpoint,
      () => new Refused('site-refused', `The site does not know ${endpoint}.`),
    );
    return readAnswer(answer, endpoint, shape);
  }
}

const toPerson = ({
  accountId,
  displayName,
  emailAddress,
  active,
}: z.output<typeof ApiPerson>): DirectoryUser => ({
  accountId,
  displayName: displayName || accountId,
  email: emailAddress || null,
  active,
});
