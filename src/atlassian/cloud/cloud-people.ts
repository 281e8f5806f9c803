import type { z } from 'zod';
import { Refused } from '../../core/kernel/errors.ts';
import type { DirectoryUser, ListedNames } from '../../core/assets/ports/directory.ts';
import type { SiteRights } from '../../core/assets/ports/site/site-rights.ts';
import { readList } from '../../core/assets/paging/read-list.ts';
import { askFor } from '../http/ask-for.ts';
import type { Http, HttpAnswer, HttpCall } from '../http/http.ts';
import { assertAnswered, readAnswer } from '../http/read-answer.ts';
import { quotedErrorText } from '../http/site-errors.ts';
import { apiList, type ReadableItems } from '../assets/shapes/api-field.ts';
import { ApiGrants } from '../assets/shapes/people/api-myself.ts';
import {
  ApiGroups,
  ApiPeople,
  ApiPerson,
  ApiProjects,
  toDirectoryUser,
} from '../assets/shapes/people/api-person.ts';

const PAGE_SIZE = 50;
/**
 * No site gives fewer at once. A search for people does not say whether there are more: where so
 * few are found, they are all.
 */
const LEAST_PAGE = 10;

interface JiraRead<S extends z.ZodType> {
  path: string;
  query: NonNullable<HttpCall['query']>;
  /** What the answer must be. */
  shape: S;
}

interface NamesToRead<T> {
  /** What is listed, in a sentence. */
  what: string;
  path: string;
  shape: z.ZodType<{
    values: ReadableItems<T>;
    isLast: boolean | undefined;
    total: number | undefined;
  }>;
  nameOf: (value: T) => string;
  signal: AbortSignal | undefined;
}

/**
 * What Jira knows that values name: people, groups, projects; and what the account may do there
 * (assets-api: C.4).
 */
export class CloudPeople {
  /** An Atlassian account is one on every site. */
  readonly hasGlobalAccountIds = true;
  readonly #http: Http;
  readonly #siteUrl: string;

  constructor(http: Http, siteUrl: string) {
    this.#http = http;
    this.#siteUrl = siteUrl;
  }

  async byId(accountIds: string[], signal?: AbortSignal): Promise<DirectoryUser[]> {
    const ids = [...new Set(accountIds)].filter((id) => id !== '');
    const people: DirectoryUser[] = [];
    for (let from = 0; from < ids.length; from += PAGE_SIZE)
      people.push(...(await this.#lookUp(ids.slice(from, from + PAGE_SIZE), signal)));
    return people;
  }

  async byEmail(email: string, signal?: AbortSignal): Promise<DirectoryUser | null> {
    const shape = apiList(ApiPerson);
    const { items } = await readList({
      what: 'people',
      nameOf: ({ accountId }: DirectoryUser) => accountId,
      ask: async (startAt) => {
        const query = { query: email, startAt, maxResults: PAGE_SIZE };
        const found = await this.#read({ path: 'user/search', query, shape }, signal);
        const { count } = found;
        const whole = startAt === 0 && count < LEAST_PAGE ? { last: true, total: count } : {};
        return { items: found.items.map(toDirectoryUser), count, ...whole };
      },
    });
    const [person, ...others] = items.filter(
      (each) => each.active && each.email?.toLowerCase() === email.toLowerCase(),
    );
    return person && others.length === 0 ? person : null;
  }

  groups(signal?: AbortSignal): Promise<ListedNames> {
    return this.#allNames({
      what: 'groups',
      path: 'group/bulk',
      shape: ApiGroups,
      nameOf: ({ name }) => name,
      signal,
    });
  }

  projects(signal?: AbortSignal): Promise<ListedNames> {
    return this.#allNames({
      what: 'projects',
      path: 'project/search',
      shape: ApiProjects,
      nameOf: ({ key }) => key,
      signal,
    });
  }

  async rights(signal?: AbortSignal): Promise<SiteRights> {
    const query = { permissions: 'ADMINISTER,USER_PICKER' };
    const read = { path: 'mypermissions', query, shape: ApiGrants };
    const { permissions } = await this.#read(read, signal);
    return { administers: permissions('ADMINISTER'), browsesUsers: permissions('USER_PICKER') };
  }

  /**
   * People who did not come are requested again, until an answer brings none of them. Where as many
   * came as the site counts, the others are none of its people.
   */
  async #lookUp(ids: string[], signal: AbortSignal | undefined): Promise<DirectoryUser[]> {
    const found = new Map<string, DirectoryUser>();
    let rest = ids;
    let asked = Infinity;
    let isWhole = false;
    while (rest.length > 0 && rest.length < asked && !isWhole) {
      asked = rest.length;
      const query = { accountId: rest, maxResults: PAGE_SIZE };
      const read = { path: 'user/bulk', query, shape: ApiPeople };
      const { values, total } = await this.#read(read, signal);
      for (const person of values.items.map(toDirectoryUser)) found.set(person.accountId, person);
      rest = rest.filter((id) => !found.has(id));
      isWhole = values.count === total;
    }
    return [...found.values()];
  }

  async #allNames<T>({ what, path, shape, nameOf, signal }: NamesToRead<T>): Promise<ListedNames> {
    const { items, complete } = await readList({
      what,
      nameOf,
      ask: async (startAt) => {
        const query = { startAt, maxResults: PAGE_SIZE };
        const { values, isLast, total } = await this.#read({ path, query, shape }, signal);
        return { ...values, last: isLast, total };
      },
    });
    return { names: items.map(nameOf), complete };
  }

  #read<S extends z.ZodType>(
    { path, query, shape }: JiraRead<S>,
    signal: AbortSignal | undefined,
  ): Promise<z.output<S>> {
    const endpoint = `GET rest/api/3/${path}`;
    const url = `${this.#siteUrl}/rest/api/3/${path}`;
    const read = (answer: HttpAnswer) => readAnswer(answer, endpoint, shape);
    const assertGood = (answer: HttpAnswer): void => assertReadable(answer, endpoint);
    return askFor(
      this.#http,
      { method: 'GET', url, query, endpoint },
      { assertGood, read },
      signal,
    );
  }
}

function assertReadable(answer: HttpAnswer, endpoint: string): void {
  if (answer.status === 403)
    throw new Refused(
      'no-permission',
      `This account can't look up people and groups.${quotedErrorText(answer)} Give it the Browse users and groups global permission, then resume.`,
    );
  assertAnswered(
    answer,
    endpoint,
    () => new Refused('site-refused', `The site doesn't know ${endpoint}.`),
  );
}
