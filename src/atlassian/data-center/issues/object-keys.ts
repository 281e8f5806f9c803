import { z } from 'zod';
import { quoteAql } from '../../../core/assets/aql/quote-aql.ts';
import { Refused } from '../../../core/kernel/errors.ts';
import { RecentMap } from '../../../core/kernel/collections/recent-map.ts';
import type { JiraCalls } from '../../assets/issues/jira-calls.ts';
import { ApiId, apiList } from '../../assets/shapes/api-field.ts';
import type { SearchWords } from '../reading/data-center-reader.ts';

const ApiNamed = z.object({ id: ApiId, objectKey: ApiId });
const ApiEntries = z.object({ objectEntries: apiList(ApiNamed) });
/** The query is part of the address, which servers limit to 8 KB. */
const AT_ONCE = 100;
const REMEMBERED = 50_000;

interface ObjectKeysOptions {
  calls: JiraCalls;
  /** The root of Assets after `/rest/`, such as `assets/1.0`. */
  root: string;
  words: SearchWords;
}

/**
 * Ids of objects by key, and keys by id, because issues on Data Center name objects by key
 * (assets-api: D.2).
 */
export class ObjectKeys {
  readonly #options: ObjectKeysOptions;
  /** Null for a key that leads to no object: whether that is so takes a site seconds to confirm. */
  readonly #ids = new RecentMap<string, string | null>(REMEMBERED);
  readonly #keys = new RecentMap<string, string>(REMEMBERED);

  constructor(options: ObjectKeysOptions) {
    this.#options = options;
  }

  /** Objects that don't exist, or that the account can't see, are left out. */
  async idsOf(keys: readonly string[], signal?: AbortSignal): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    const asked: string[] = [];
    for (const key of new Set(keys)) {
      const id = this.#ids.get(key);
      if (id === undefined) asked.push(key);
      else if (id !== null) found.set(key, id);
    }
    for (let from = 0; from < asked.length; from += AT_ONCE) {
      const some = asked.slice(from, from + AT_ONCE);
      for (const [key, id] of await this.#ask(some, signal)) found.set(key, id);
    }
    return found;
  }

  /** Undefined if there's no such object. */
  async keyOf(id: string, signal?: AbortSignal): Promise<string | undefined> {
    return this.#keys.get(id) ?? (await this.#find(id, signal))?.objectKey;
  }

  /** By a search; objects that it doesn't show yet by a call each, side by side. */
  async #ask(
    keys: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<Map<string, string>> {
    const { calls, root, words } = this.#options;
    const aql = `Key IN (${keys.map((key) => quoteAql(key)).join(', ')})`;
    const query = { [words.query]: aql, page: 1, resultPerPage: AT_ONCE, includeAttributes: false };
    const { objectEntries } = await calls.ask(
      {
        method: 'GET',
        path: `${root}${words.path}`,
        endpoint: `GET ${words.path.slice(1)}`,
        query,
        shape: ApiEntries,
      },
      signal,
    );
    const found = new Map(objectEntries.items.map(({ id, objectKey }) => [objectKey, id]));
    for (const named of objectEntries.items) this.#remember(named);
    const unseen = keys.filter((key) => !found.has(key));
    const stored = await Promise.all(unseen.map((key) => this.#findVisible(key, signal)));
    for (const [at, key] of unseen.entries()) {
      const id = stored[at]?.id;
      if (id === undefined) this.#ids.set(key, null);
      else found.set(key, id);
    }
    return found;
  }

  /** Undefined also if the site doesn't let the account see this one. */
  async #findVisible(
    key: string,
    signal: AbortSignal | undefined,
  ): Promise<z.output<typeof ApiNamed> | undefined> {
    try {
      return await this.#find(key, signal);
    } catch (error) {
      if (error instanceof Refused && error.code === 'no-permission') return undefined;
      throw error;
    }
  }

  /** Not through the search index. */
  async #find(
    idOrKey: string,
    signal: AbortSignal | undefined,
  ): Promise<z.output<typeof ApiNamed> | undefined> {
    const { calls, root } = this.#options;
    const path = `${root}/object/${encodeURIComponent(idOrKey)}`;
    const query = { includeAttributes: false };
    const endpoint = 'GET object/{id}';
    const call = { method: 'GET', path, endpoint, query, shape: ApiNamed } as const;
    const named = await calls.find(call, signal);
    if (!named) return undefined;
    this.#remember(named);
    return named;
  }

  #remember({ id, objectKey }: z.output<typeof ApiNamed>): void {
    this.#ids.set(objectKey, id);
    this.#keys.set(id, objectKey);
  }
}
