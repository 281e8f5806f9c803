import { z } from 'zod';
import { readList } from '../../../core/assets/paging/read-list.ts';
import type { FieldContexts } from '../../../core/assets/ports/issues/issues-reader.ts';
import { asId, asText } from '../../../core/kernel/json/field-forms.ts';
import { ProductError } from '../../../core/kernel/errors.ts';
import type { JsonValue } from '../../../core/kernel/json/json-value.ts';
import { rawJson } from '../../../core/kernel/json/raw-json.ts';
import { ApiRawPage } from '../../assets/shapes/api-issue.ts';
import type { OptionalCalls } from '../../assets/calls/optional-calls.ts';
import type { HttpAnswer } from '../../http/http.ts';
import { readAnswer } from '../../http/read-answer.ts';
import type { JiraCalls } from '../../assets/issues/jira-calls.ts';

type Raw = Record<string, unknown>;
/** The minimum of a configuration (assets-api: G, capture 18). */
const ApiConfig = z.looseObject({ multiple: z.boolean() });

/**
 * Where a field can be used, with projects and issue types, and how it is configured there; the
 * latter is not documented. `calls.optional` is for what may not be there: it is not waited for.
 */
export class CloudFieldContexts {
  readonly #calls: JiraCalls;
  readonly #optional: OptionalCalls;
  #refused: string | undefined;

  constructor(calls: JiraCalls, optional: OptionalCalls) {
    this.#calls = calls;
    this.#optional = optional;
  }

  async read(fieldId: string, signal?: AbortSignal): Promise<FieldContexts> {
    try {
      const contexts = await this.#list(fieldId, 'context', signal);
      const projects = await this.#list(fieldId, 'context/projectmapping', signal);
      const issueTypes = await this.#list(fieldId, 'context/issuetypemapping', signal);
      const read: JsonValue[] = [];
      for (const context of contexts) {
        const id = asId(context['id']) ?? '';
        const ofContext = (all: Raw[], name: string): string[] =>
          all.flatMap((each) => (asId(each['contextId']) === id ? (asText(each[name]) ?? []) : []));
        const whole = {
          ...context,
          projectIds: ofContext(projects, 'projectId'),
          issueTypeIds: ofContext(issueTypes, 'issueTypeId'),
          configuration: await this.#configOf(id, signal),
        };
        read.push(rawJson(whole) ?? null);
      }
      return { contexts: read, why: this.#refused };
    } catch (error) {
      if (signal?.aborted || !(error instanceof ProductError)) throw error;
      return { contexts: [], why: error.message };
    }
  }

  async #list(fieldId: string, path: string, signal: AbortSignal | undefined): Promise<Raw[]> {
    const { items } = await readList<Raw>({
      what: 'contexts',
      nameOf: (item) => JSON.stringify(item),
      ask: async (startAt) => {
        const { values, isLast, total } = await this.#calls.ask(
          {
            method: 'GET',
            path: `api/3/field/${encodeURIComponent(fieldId)}/${path}`,
            endpoint: `GET rest/api/3/field/{id}/${path}`,
            query: { startAt, maxResults: 50 },
            shape: ApiRawPage,
          },
          signal,
        );
        return { ...values, last: isLast, total };
      },
    });
    return items;
  }

  /** Not requested again once it was refused. */
  async #configOf(contextId: string, signal: AbortSignal | undefined): Promise<unknown> {
    if (this.#refused !== undefined || contextId === '') return null;
    const endpoint = 'GET rest/servicedesk/cmdb/latest/fieldconfig/{id}';
    const path = `/rest/servicedesk/cmdb/latest/fieldconfig/${encodeURIComponent(contextId)}`;
    const read = (answer: HttpAnswer) => readAnswer(answer, endpoint, ApiConfig);
    const call = { method: 'GET', path, endpoint, of: 'field-config' } as const;
    const found = await this.#optional.ask(call, read, signal);
    if ('value' in found) return found.value;
    this.#refused = found.unavailable;
    return null;
  }
}
