import { z } from 'zod';
import type {
  DirectoryUser,
  DirectoryVersion,
  ListedNames,
} from '../../core/assets/ports/directory.ts';
import type { SiteRights } from '../../core/assets/ports/site/site-rights.ts';
import { readList } from '../../core/assets/paging/read-list.ts';
import { Refused } from '../../core/kernel/errors.ts';
import { ApiField, ApiId, apiList, type ReadableItems } from '../assets/shapes/api-field.ts';
import { ApiGrants } from '../assets/shapes/people/api-myself.ts';
import { askFor } from '../http/ask-for.ts';
import type { Http, HttpAnswer, HttpCall } from '../http/http.ts';
import { assertAnswered, readAnswer } from '../http/read-answer.ts';
import { quotedErrorText } from '../http/site-errors.ts';
import { UserList, type ListedUser } from './reading/user-list.ts';

const ApiDataCenterPerson = z.object({
  key: ApiId,
  displayName: ApiField.words,
  emailAddress: ApiField.words,
  active: ApiField.flag,
});
const ApiDataCenterPeople = apiList(ApiDataCenterPerson);
/** An answer about one key may leave the key out. */
const ApiAskedPerson = ApiDataCenterPerson.extend({ key: ApiField.id });
const ApiDataCenterGroups = z.object({
  groups: apiList(z.object({ name: ApiId })),
  total: ApiField.number,
});
const ApiDataCenterProjects = apiList(z.object({ key: ApiId }));
const ApiDataCenterVersions = apiList(z.object({ id: ApiId, name: ApiId }));

/** A search for an email finds its owner and few others. */
const MOST_PEOPLE = 50;
/** No server returns smaller pages: fewer people than this are all there are. */
const LEAST_PAGE = 10;
/** Parallel calls for people. */
const BATCH_SIZE = 8;
/** An administrator can set a lower limit on the server. */
const MOST_GROUPS = 10_000;

interface JiraRead<S extends z.ZodType> {
  path: string;
  query?: HttpCall['query'];
  /** The expected shape of the answer. */
  shape: S;
}

/**
 * The people, groups, projects and versions of a Data Center's Jira, which values can name, and
 * what the account may do there (assets-api: D.2).
 */
export class DataCenterPeople {
  /** Each Jira numbers its own people: `JIRAUSER10100` is somebody else on another site. */
  readonly hasGlobalAccountIds = false;
  readonly #http: Http;
  readonly #siteUrl: string;

  constructor(http: Http, siteUrl: string) {
    this.#http = http;
    this.#siteUrl = siteUrl;
  }

  /** A few with a call each; if there are many, the list of all users has most of them. */
  async byId(keys: readonly string[], signal?: AbortSignal): Promise<DirectoryUser[]> {
    const list = new UserList(this.#http, this.#siteUrl);
    const found: (DirectoryUser | null)[] = [];
    const wanted = new Set(keys);
    wanted.delete('');
    let asked = 0;
    while (wanted.size > 0) {
      const listed = list.isWorthIt(asked) ? await list.next(signal) : [];
      const known = listed.flatMap((user) => (wanted.has(user.key) ? asPeople(user) : []));
      for (const { accountId } of known) wanted.delete(accountId);
      const batch = [...wanted].slice(0, BATCH_SIZE);
      const answers = await Promise.all(batch.map((key) => this.#byKey(key, signal)));
      for (const key of batch) wanted.delete(key);
      found.push(...known, ...answers);
      asked += batch.length;
    }
    return found.filter((person) => person !== null);
  }

  async byEmail(email: string, signal?: AbortSignal): Promise<DirectoryUser | null> {
    const { items } = await readList({
      what: 'people',
      nameOf: ({ accountId }: DirectoryUser) => accountId,
      ask: async (startAt) => {
        const query = { username: email, startAt, maxResults: MOST_PEOPLE };
        const read = { path: 'user/search', query, shape: ApiDataCenterPeople };
        const found = await this.#read(read, signal);
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

  async groups(signal?: AbortSignal): Promise<ListedNames> {
    const query = { query: '', maxResults: MOST_GROUPS };
    const read = { path: 'groups/picker', query, shape: ApiDataCenterGroups };
    const { groups, total } = await this.#read(read, signal);
    return listed(groups, ({ name }) => name, total);
  }

  async projects(signal?: AbortSignal): Promise<ListedNames> {
    const projects = await this.#read({ path: 'project', shape: ApiDataCenterProjects }, signal);
    return listed(projects, ({ key }) => key);
  }

  async versions(projectKey: string, signal?: AbortSignal): Promise<DirectoryVersion[]> {
    const endpoint = 'GET rest/api/2/project/{key}/versions';
    const isHidden = ({ status }: HttpAnswer): boolean => status === 403 || status === 404;
    const read = (answer: HttpAnswer): DirectoryVersion[] =>
      isHidden(answer) ? [] : readAnswer(answer, endpoint, ApiDataCenterVersions).items;
    const assertGood = (answer: HttpAnswer): void => {
      if (!isHidden(answer)) assertReadable(answer, endpoint);
    };
    const url = this.#urlOf(`project/${encodeURIComponent(projectKey)}/versions`);
    return askFor(this.#http, { method: 'GET', url, endpoint }, { assertGood, read }, signal);
  }

  async rights(signal?: AbortSignal): Promise<SiteRights> {
    const { permissions } = await this.#read({ path: 'mypermissions', shape: ApiGrants }, signal);
    return { administers: permissions('ADMINISTER'), browsesUsers: permissions('USER_PICKER') };
  }

  /** Null if nobody has this key, or if the account isn't allowed to see them. */
  async #byKey(key: string, signal: AbortSignal | undefined): Promise<DirectoryUser | null> {
    const endpoint = 'GET rest/api/2/user';
    const read = (answer: HttpAnswer): DirectoryUser | null =>
      answer.status === 404 ? null : withKey(readAnswer(answer, endpoint, ApiAskedPerson), key);
    const assertGood = (answer: HttpAnswer): void => {
      if (answer.status !== 404) assertReadable(answer, endpoint);
    };
    const call = { method: 'GET', url: this.#urlOf('user'), query: { key }, endpoint } as const;
    return askFor(this.#http, call, { assertGood, read }, signal);
  }

  #read<S extends z.ZodType>(
    { path, query, shape }: JiraRead<S>,
    signal: AbortSignal | undefined,
  ): Promise<z.output<S>> {
    const endpoint = `GET rest/api/2/${path}`;
    const read = (answer: HttpAnswer) => readAnswer(answer, endpoint, shape);
    const assertGood = (answer: HttpAnswer): void => assertReadable(answer, endpoint);
    const call = { method: 'GET', url: this.#urlOf(path), query, endpoint } as const;
    return askFor(this.#http, call, { assertGood, read }, signal);
  }

  #urlOf(path: string): string {
    return `${this.#siteUrl}/rest/api/2/${path}`;
  }
}

const withKey = (person: z.output<typeof ApiAskedPerson>, key: string): DirectoryUser =>
  toDirectoryUser({ ...person, key: person.key ?? key });

const toDirectoryUser = (person: z.output<typeof ApiDataCenterPerson>): DirectoryUser => ({
  accountId: person.key,
  displayName: person.displayName || person.key,
  email: person.emailAddress || null,
  active: person.active ?? true,
});

/** Empty if the list lacks details of the user. */
function asPeople({ key, email, displayName, active }: ListedUser): DirectoryUser[] {
  if (displayName === undefined || active === undefined) return [];
  return [{ accountId: key, displayName, email, active }];
}

function listed<T>(
  { items, count }: ReadableItems<T>,
  nameOf: (item: T) => string,
  total = count,
): ListedNames {
  const names = [...new Set(items.map(nameOf))];
  return { names, complete: items.length === count && total <= count };
}

function assertReadable(answer: HttpAnswer, endpoint: string): void {
  if (answer.status === 403)
    throw new Refused(
      'no-permission',
      `This account can't look up people and groups.${quotedErrorText(answer)} Give it the Browse Users global permission, then resume.`,
    );
  assertAnswered(
    answer,
    endpoint,
    () => new Refused('site-refused', `The site doesn't know ${endpoint}.`),
  );
}
