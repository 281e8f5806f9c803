import { z } from 'zod';
import { Refused } from '../../core/kernel/errors.ts';
import type { DirectoryUser } from '../../core/assets/ports/directory.ts';
import type { Http, HttpCall } from '../http/http.ts';
import { assertAnswered, readAnswer } from '../http/read-answer.ts';
import {
  ApiGroups,
  ApiPeople,
  ApiPerson,
  ApiProjects,
  toDirectoryUser,
} from './shapes/api-person.ts';

const PAGE_SIZE = 50;

interface JiraRead<S extends z.ZodType> {
  path: string;
  query: NonNullable<HttpCall['query']>;
  /** What the answer must be. */
  shape: S;
}

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
    for (let from = 0; from < ids.length; from += PAGE_SIZE) {
      const query = { accountId: ids.slice(from, from + PAGE_SIZE), maxResults: PAGE_SIZE };
      const { values } = await this.#read({ path: 'user/bulk', query, shape: ApiPeople }, signal);
      people.push(...values.map(toDirectoryUser));
    }
    return people;
  }

  async byEmail(email: string, signal?: AbortSignal): Promise<DirectoryUser | null> {
    const query = { query: email, maxResults: PAGE_SIZE };
    const shape = z.array(ApiPerson);
    const found = await this.#read({ path: 'user/search', query, shape }, signal);
    const [person, ...others] = found
      .map(toDirectoryUser)
      .filter((each) => each.active && each.email?.toLowerCase() === email.toLowerCase());
    return person && others.length === 0 ? person : null;
  }

  groups(signal?: AbortSignal): Promise<string[]> {
    return this.#allNames('group/bulk', ApiGroups, ({ name }) => name, signal);
  }

  projects(signal?: AbortSignal): Promise<string[]> {
    return this.#allNames('project/search', ApiProjects, ({ key }) => key, signal);
  }

  /** Reads pages until the site says that it is the last; each name once. */
  async #allNames<T>(
    path: string,
    shape: z.ZodType<{ values: T[]; isLast?: boolean | undefined }>,
    nameOf: (value: T) => string,
    signal: AbortSignal | undefined,
  ): Promise<string[]> {
    const names = new Set<string>();
    for (let startAt = 0; ;) {
      const query = { startAt, maxResults: PAGE_SIZE };
      const { values, isLast } = await this.#read({ path, query, shape }, signal);
      for (const value of values) names.add(nameOf(value));
      startAt += values.length;
      if (values.length === 0 || (isLast ?? values.length < PAGE_SIZE)) return [...names];
    }
  }

  async #read<S extends z.ZodType>(
    { path, query, shape }: JiraRead<S>,
    signal: AbortSignal | undefined,
  ): Promise<z.output<S>> {
    const endpoint = `GET rest/api/3/${path}`;
    const url = `${this.#siteUrl}/rest/api/3/${path}`;
    const answer = await this.#http({ method: 'GET', url, query, endpoint }, signal);
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
