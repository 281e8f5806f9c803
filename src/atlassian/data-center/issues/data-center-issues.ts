import { z } from 'zod';
import { quoteAql } from '../../../core/assets/aql/quote-aql.ts';
import type { IssueObject } from '../../../core/assets/issues/issue-object.ts';
import type { Issue } from '../../../core/assets/model/issue.ts';
import type {
  FieldContexts,
  IssueFields,
  IssuePage,
  IssueRights,
  IssuesReader,
} from '../../../core/assets/ports/issues/issues-reader.ts';
import type { IssuesWriter } from '../../../core/assets/ports/issues/issues-writer.ts';
import { WriteRefused } from '../../../core/assets/ports/write-refused.ts';
import { asText } from '../../../core/kernel/json/field-forms.ts';
import type { JsonValue } from '../../../core/kernel/json/json-value.ts';
import { OWN_FIELDS, type JiraCalls } from '../../assets/issues/jira-calls.ts';
import { ApiField, apiList, isQueriedId } from '../../assets/shapes/api-field.ts';
import { ApiFields, ApiIssue, objectFields, toIssue } from '../../assets/shapes/api-issue.ts';
import { ApiGrants } from '../../assets/shapes/people/api-myself.ts';
import { IssuePages, type FoundIssues, type IssueSearch } from './issue-pages.ts';
import type { ObjectKeys } from './object-keys.ts';

const PAGE_SIZE = 100;
/** How a value names an object: `Label (KEY-1)` (assets-api: D.2). */
const NAMED = /\(([\p{L}\d_]+-\d+)\)$/u;

const ApiFoundIssues = z.object({ issues: apiList(ApiIssue), total: ApiField.number });

interface DataCenterIssuesOptions {
  calls: JiraCalls;
  keys: ObjectKeys;
  objectsFunction?: IssuesReader['objectsFunction'];
}

/** Reads and writes issues on Data Center, as far as their fields for objects are concerned. */
export class DataCenterIssues implements IssuesReader, IssuesWriter {
  readonly objectsFunction: IssuesReader['objectsFunction'];
  readonly #calls: JiraCalls;
  readonly #keys: ObjectKeys;
  readonly #pages = new IssuePages((query, signal) => this.#search(query, signal));

  constructor({ calls, keys, objectsFunction }: DataCenterIssuesOptions) {
    this.objectsFunction = objectsFunction;
    this.#calls = calls;
    this.#keys = keys;
  }

  async issueRights(signal?: AbortSignal): Promise<IssueRights> {
    const path = 'api/2/mypermissions';
    const endpoint = 'GET rest/api/2/mypermissions';
    const call = { method: 'GET', path, endpoint, shape: ApiGrants } as const;
    const { permissions } = await this.#calls.ask(call, signal);
    return { browses: permissions('BROWSE_PROJECTS'), edits: permissions('EDIT_ISSUES') };
  }

  async issueFields(signal?: AbortSignal): Promise<IssueFields> {
    const endpoint = 'GET rest/api/2/field';
    const call = { method: 'GET', path: 'api/2/field', endpoint, shape: ApiFields } as const;
    const { items } = await this.#calls.ask(call, signal);
    return { fields: objectFields(items, true), complete: true };
  }

  async fieldContexts(): Promise<FieldContexts> {
    return { contexts: [], why: "Data Center doesn't offer the contexts of fields." };
  }

  findIssues(
    query: Parameters<IssuesReader['findIssues']>[0],
    signal?: AbortSignal,
  ): Promise<IssuePage> {
    return this.#pages.find(query, signal);
  }

  async countIssues(jql: string, signal?: AbortSignal): Promise<number | undefined> {
    const { total } = await this.#search({ jql, maxResults: 0, fieldIds: [] }, signal);
    return total;
  }

  /** Issues that don't exist are left out. */
  async issues(
    idsOrKeys: readonly string[],
    fieldIds: readonly string[],
    signal?: AbortSignal,
  ): Promise<Issue[]> {
    if (idsOrKeys.length === 0) return [];
    const jql = jqlOf(idsOrKeys);
    const found: Issue[] = [];
    for (let startAt = 0; startAt < idsOrKeys.length;) {
      const page = await this.#search({ jql, startAt, fieldIds, validateQuery: false }, signal);
      found.push(...page.found);
      if (page.count === 0) break;
      startAt += page.count;
    }
    return found;
  }

  async issue(
    idOrKey: string,
    fieldIds: readonly string[],
    signal?: AbortSignal,
  ): Promise<Issue | null> {
    const found = await this.#calls.issue(idOrKey, fieldIds, signal);
    if (!found) return null;
    const [issue = null] = await this.#withIds([found], signal);
    return issue;
  }

  async setIssue(
    idOrKey: string,
    objects: ReadonlyMap<string, readonly IssueObject[]>,
    signal?: AbortSignal,
  ): Promise<void> {
    const fields: Record<string, { key: string }[]> = {};
    for (const [field, all] of objects) {
      const keys: { key: string }[] = [];
      for (const object of all) keys.push({ key: await this.#keyOf(object, signal) });
      fields[field] = keys;
    }
    await this.#calls.change(idOrKey, { fields }, signal);
  }

  /** An object that was already missing keeps its key. @throws WriteRefused */
  async #keyOf(
    { objectId, key: known }: IssueObject,
    signal: AbortSignal | undefined,
  ): Promise<string> {
    if (objectId === '' && known !== undefined) return known;
    const key = await this.#keys.keyOf(objectId, signal);
    if (key === undefined)
      throw new WriteRefused(`The object ${objectId} was deleted from Assets.`, {});
    return key;
  }

  async #search(query: IssueSearch, signal: AbortSignal | undefined): Promise<FoundIssues> {
    const { fieldIds, maxResults = PAGE_SIZE, ...asked } = query;
    const { issues, total } = await this.#calls.ask(
      {
        method: 'POST',
        path: 'api/2/search',
        endpoint: 'POST rest/api/2/search',
        body: { ...asked, maxResults, fields: [...OWN_FIELDS, 'created', ...fieldIds] },
        shape: ApiFoundIssues,
      },
      signal,
    );
    const found = issues.items.map((each) => toIssue(each, fieldIds));
    return {
      found: await this.#withIds(found, signal),
      count: issues.count,
      total,
      created: new Map(issues.items.flatMap(createdOf)),
    };
  }

  /**
   * Adds the ids of the objects that values name. A value whose object doesn't exist gets only its
   * key; one without a key stays as it is, so that it isn't mistaken for no value.
   */
  async #withIds(issues: readonly Issue[], signal: AbortSignal | undefined): Promise<Issue[]> {
    const keys = issues.flatMap(({ values }) => Object.values(values).flatMap(keysIn));
    const ids = await this.#keys.idsOf(keys, signal);
    const withId = (value: JsonValue): JsonValue => {
      const key = keyIn(value);
      const objectId = key === undefined ? undefined : ids.get(key);
      if (key === undefined) return value;
      return objectId === undefined ? { key, name: value } : { objectId, key, name: value };
    };
    return issues.map((issue) => ({
      ...issue,
      values: Object.fromEntries(
        Object.entries(issue.values).map(([field, value]) => [
          field,
          Array.isArray(value) ? value.map(withId) : withId(value),
        ]),
      ),
    }));
  }
}

const createdOf = ({ id, fields }: z.output<typeof ApiIssue>): [string, number][] => {
  const created = Date.parse(asText(fields['created']) ?? '');
  return Number.isNaN(created) ? [] : [[id, created]];
};

function jqlOf(idsOrKeys: readonly string[]): string {
  const [ids, keys] = [true, false].map((isId) =>
    idsOrKeys.filter((each) => isQueriedId(each) === isId),
  );
  return [
    ...(ids?.length ? [`id in (${ids.join(', ')})`] : []),
    ...(keys?.length ? [`key in (${keys.map((key) => quoteAql(key)).join(', ')})`] : []),
  ].join(' OR ');
}

const keyIn = (value: JsonValue): string | undefined =>
  typeof value === 'string' ? NAMED.exec(value)?.[1] : undefined;

function keysIn(value: JsonValue): string[] {
  const all = Array.isArray(value) ? value : [value];
  return all.flatMap((each) => keyIn(each) ?? []);
}
