import { readList } from '../../../core/assets/paging/read-list.ts';
import type { IssueObject } from '../../../core/assets/issues/issue-object.ts';
import type { Issue, IssueField } from '../../../core/assets/model/issue.ts';
import type {
  FieldContexts,
  IssueFields,
  IssuePage,
  IssueRights,
  IssuesReader,
} from '../../../core/assets/ports/issues/issues-reader.ts';
import type { IssuesWriter } from '../../../core/assets/ports/issues/issues-writer.ts';
import { Refused } from '../../../core/kernel/errors.ts';
import {
  ApiFieldPage,
  ApiFields,
  ApiIssueCount,
  ApiIssuePage,
  objectFields,
  toIssue,
} from '../../assets/shapes/api-issue.ts';
import { ApiGrants } from '../../assets/shapes/people/api-myself.ts';
import type { CloudFieldContexts } from './cloud-field-contexts.ts';
import { OWN_FIELDS, type JiraCalls } from '../../assets/issues/jira-calls.ts';

/** Jira may give fewer. */
const PAGE_SIZE = 100;

interface CloudIssuesOptions {
  calls: JiraCalls;
  contexts: CloudFieldContexts;
  workspaceId: string;
}

/** Issues of Jira Cloud, read and written as far as their fields for objects go. */
export class CloudIssues implements IssuesReader, IssuesWriter {
  readonly #calls: JiraCalls;
  readonly #contexts: CloudFieldContexts;
  readonly #workspaceId: string;

  constructor({ calls, contexts, workspaceId }: CloudIssuesOptions) {
    this.#calls = calls;
    this.#contexts = contexts;
    this.#workspaceId = workspaceId;
  }

  async issueRights(signal?: AbortSignal): Promise<IssueRights> {
    const { permissions } = await this.#calls.ask(
      {
        method: 'GET',
        path: 'api/3/mypermissions',
        endpoint: 'GET rest/api/3/mypermissions',
        query: { permissions: 'BROWSE_PROJECTS,EDIT_ISSUES' },
        shape: ApiGrants,
      },
      signal,
    );
    return { browses: permissions('BROWSE_PROJECTS'), edits: permissions('EDIT_ISSUES') };
  }

  async issueFields(signal?: AbortSignal): Promise<IssueFields> {
    const path = 'api/3/field';
    const endpoint = 'GET rest/api/3/field';
    const call = { method: 'GET', path, endpoint, shape: ApiFields } as const;
    const { items } = await this.#calls.ask(call, signal);
    const usable = objectFields(items, true);
    const known = new Set(usable.map(({ id }) => id));
    const found = await this.#searchFields(signal);
    const others = found?.filter(({ id }) => !known.has(id)) ?? [];
    return { fields: [...usable, ...others], complete: found !== undefined };
  }

  fieldContexts(fieldId: string, signal?: AbortSignal): Promise<FieldContexts> {
    return this.#contexts.read(fieldId, signal);
  }

  async findIssues(
    query: { jql: string; fieldIds: readonly string[]; token?: string | undefined },
    signal?: AbortSignal,
  ): Promise<IssuePage> {
    const { jql, fieldIds, token } = query;
    const fields = [...OWN_FIELDS, ...fieldIds];
    const { issues, nextPageToken, isLast } = await this.#calls.ask(
      {
        method: 'POST',
        path: 'api/3/search/jql',
        endpoint: 'POST rest/api/3/search/jql',
        body: { jql, fields, maxResults: PAGE_SIZE, nextPageToken: token },
        shape: ApiIssuePage,
      },
      signal,
    );
    return {
      issues: issues.items.map((each) => toIssue(each, fieldIds)),
      next: isLast === true ? undefined : nextPageToken,
      unreadable: issues.count - issues.items.length,
      isCut: isLast === false && nextPageToken === undefined,
    };
  }

  async countIssues(jql: string, signal?: AbortSignal): Promise<number | undefined> {
    const path = 'api/3/search/approximate-count';
    const endpoint = 'POST rest/api/3/search/approximate-count';
    const call = { method: 'POST', path, endpoint, body: { jql }, shape: ApiIssueCount } as const;
    const { count } = await this.#calls.ask(call, signal);
    return count;
  }

  /** Those that did not come are asked for again, until an answer brings none of them. */
  async issues(
    idsOrKeys: readonly string[],
    fieldIds: readonly string[],
    signal?: AbortSignal,
  ): Promise<Issue[]> {
    const found: Issue[] = [];
    let rest = idsOrKeys;
    let asked = Infinity;
    while (rest.length > 0 && rest.length < asked) {
      asked = rest.length;
      const page = await this.#fetch(rest, fieldIds, signal);
      const names = new Set(page.flatMap(({ id, key }) => [id, key]));
      rest = rest.filter((name) => !names.has(name));
      found.push(...page);
    }
    return found;
  }

  issue(idOrKey: string, fieldIds: readonly string[], signal?: AbortSignal): Promise<Issue | null> {
    return this.#calls.issue(idOrKey, fieldIds, signal);
  }

  setIssue(
    idOrKey: string,
    fields: ReadonlyMap<string, readonly IssueObject[]>,
    signal?: AbortSignal,
  ): Promise<void> {
    const update = [...fields].map(([field, objects]) => [
      field,
      [{ set: objects.map((each) => this.#written(each)) }],
    ]);
    return this.#calls.change(idOrKey, { update: Object.fromEntries(update) }, signal);
  }

  async #fetch(
    idsOrKeys: readonly string[],
    fieldIds: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<Issue[]> {
    const { issues } = await this.#calls.ask(
      {
        method: 'POST',
        path: 'api/3/issue/bulkfetch',
        endpoint: 'POST rest/api/3/issue/bulkfetch',
        body: { issueIdsOrKeys: idsOrKeys, fields: [...OWN_FIELDS, ...fieldIds] },
        shape: ApiIssuePage,
      },
      signal,
    );
    return issues.items.map((each) => toIssue(each, fieldIds));
  }

  #written({ workspaceId, objectId }: IssueObject): object {
    const workspace = workspaceId || this.#workspaceId;
    return { workspaceId: workspace, id: `${workspace}:${objectId}`, objectId };
  }

  /** All of them, those without a context too; undefined where the account may not list them. */
  async #searchFields(signal: AbortSignal | undefined): Promise<IssueField[] | undefined> {
    try {
      const { items } = await readList({
        what: 'fields',
        nameOf: ({ id }: { id: string }) => id,
        ask: async (startAt) => {
          const { values, isLast, total } = await this.#calls.ask(
            {
              method: 'GET',
              path: 'api/3/field/search',
              endpoint: 'GET rest/api/3/field/search',
              query: { type: 'custom', startAt, maxResults: 50 },
              shape: ApiFieldPage,
            },
            signal,
          );
          return { ...values, last: isLast, total };
        },
      });
      return objectFields(items as Parameters<typeof objectFields>[0], false);
    } catch (error) {
      if (error instanceof Refused && MAY_BE_REFUSED.has(error.code)) return undefined;
      throw error;
    }
  }
}

const MAY_BE_REFUSED = new Set([
  'no-permission',
  'site-refused',
  'scope-missing',
  'own-access-refused',
]);
