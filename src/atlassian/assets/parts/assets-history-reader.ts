import type { HistoryEntry } from '../../../core/assets/model/history-entry.ts';
import type { HistoryReader } from '../../../core/assets/ports/parts/history-reader.ts';
import { asId, asMembers, asText } from '../../../core/kernel/json/field-forms.ts';
import type { JsonValue } from '../../../core/kernel/json/json-value.ts';
import { rawJson } from '../../../core/kernel/json/raw-json.ts';
import type { HttpAnswer, HttpCall } from '../../http/http.ts';
import { parseJson, unexpected } from '../../http/read-answer.ts';
import { ONE_OBJECT_BYTES, type AssetsCalls } from '../calls/assets-calls.ts';
import { TOO_DEEP } from '../shapes/too-deep.ts';
import { inUtc } from '../shapes/in-utc.ts';
import { listedIn } from '../shapes/listed-in.ts';

const ENDPOINT = 'GET object/{id}/history';
const LISTED = {
  names: ['history', 'values', 'data'],
  members: ['type', 'actor', 'affectedAttribute', 'created'],
};

/** The history of objects (assets-api: A.9, G). The list has no pages. */
export class AssetsHistoryReader implements HistoryReader {
  readonly #calls: AssetsCalls;
  readonly #query: HttpCall['query'];

  /** `query`: what a kind of site needs to know besides the order. */
  constructor(calls: AssetsCalls, query: HttpCall['query'] = {}) {
    this.#calls = calls;
    this.#query = query;
  }

  async history(objectId: string, signal?: AbortSignal): Promise<HistoryEntry[] | null> {
    const answer = await this.#calls.ask(
      {
        method: 'GET',
        path: `/object/${encodeURIComponent(objectId)}/history`,
        query: { asc: true, ...this.#query },
        maxBytes: ONE_OBJECT_BYTES,
        endpoint: ENDPOINT,
        check: (each) => void readEntries(each),
      },
      signal,
    );
    return (await this.#calls.isFound(answer, ENDPOINT, signal)) ? readEntries(answer) : null;
  }
}

/** What `asc` means is a setting of Jira's, so entries are sorted here. */
function readEntries(answer: HttpAnswer): HistoryEntry[] {
  const list = listedIn(parseJson(answer, ENDPOINT), LISTED);
  if (!list) throw unexpected(ENDPOINT, 'the body');
  return list
    .flatMap((each: unknown) => {
      const entry = asMembers(each);
      return entry ? [toEntry(entry)] : [];
    })
    .toSorted((a, b) => compareTimes(a.created, b.created));
}

const compareTimes = (a: string, b: string): number => (Date.parse(a) || 0) - (Date.parse(b) || 0);

function toEntry(entry: Readonly<Record<string, unknown>>): HistoryEntry {
  const actor = asMembers(entry['actor']) ?? {};
  return {
    id: asId(entry['id']) ?? '',
    type: rawOf(entry['type']),
    actor: {
      key: asText(actor['key']) ?? asText(actor['accountId']) ?? '',
      name: asText(actor['displayName']) ?? asText(actor['name']) ?? '',
    },
    attribute: asText(entry['affectedAttribute']) ?? '',
    before: rawOf(entry['oldValue']),
    after: rawOf(entry['newValue']),
    created: inUtc(asText(entry['created']) ?? ''),
  };
}

/** As it came. */
function rawOf(value: unknown): JsonValue {
  if (value === undefined) return null;
  return rawJson(value) ?? TOO_DEEP;
}
