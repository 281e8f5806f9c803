import type { HistoryEntry } from '../../../core/assets/model/history-entry.ts';
import type { HistoryReader } from '../../../core/assets/ports/parts/history-reader.ts';
import { asId, asMembers, asText } from '../../../core/kernel/json/field-forms.ts';
import type { JsonValue } from '../../../core/kernel/json/json-value.ts';
import { rawJson } from '../../../core/kernel/json/raw-json.ts';
import { inTurns, type Steps } from '../../../core/kernel/loops/steps.ts';
import type { HttpAnswer, HttpCall } from '../../http/http.ts';
import { UnparsedItem } from '../../http/json-list.ts';
import { parseList, unexpected } from '../../http/read-answer.ts';
import { ONE_OBJECT_BYTES, type AssetsCalls } from '../calls/assets-calls.ts';
import { TOO_DEEP } from '../shapes/too-deep.ts';
import { inUtc } from '../shapes/in-utc.ts';
import { isOfList, listedIn } from '../shapes/listed-in.ts';
import { oldestFirst } from './oldest-first.ts';

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
    let items: Iterable<unknown> | undefined;
    const answer = await this.#calls.ask(
      {
        method: 'GET',
        path: `/object/${encodeURIComponent(objectId)}/history`,
        query: { asc: true, ...this.#query },
        maxBytes: ONE_OBJECT_BYTES,
        endpoint: ENDPOINT,
        check: (each) => {
          items = itemsOf(each);
        },
      },
      signal,
    );
    if (!(await this.#calls.isFound(answer, ENDPOINT, signal))) return null;
    return oldestFirst(await inTurns(readEntries(items ?? itemsOf(answer))));
  }
}

/** What `asc` means is a setting of Jira's, so the order of an answer says nothing. */
function itemsOf(answer: HttpAnswer): Iterable<unknown> {
  const { rest, items } = parseList(answer, ENDPOINT);
  const list = Array.isArray(rest) ? items : listedIn(rest, LISTED);
  if (!list) throw unexpected(ENDPOINT, 'the body');
  return list;
}

/** Of an object that changed a hundred thousand times as well. @throws Unavailable */
function* readEntries(items: Iterable<unknown>): Steps<HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  let isAny = false;
  let isHistory = false;
  for (const item of items) {
    if (item instanceof UnparsedItem) throw unexpected(ENDPOINT, 'an entry');
    isAny = true;
    isHistory ||= isOfList(item, LISTED.members);
    const entry = asMembers(item);
    if (entry) entries.push(toEntry(entry));
    yield;
  }
  if (isAny && !isHistory) throw unexpected(ENDPOINT, 'the body');
  return entries;
}

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
