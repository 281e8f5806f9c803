import { asMembers, asNumber } from '../../../core/kernel/json/field-forms.ts';
import { inUtc } from '../../assets/shapes/in-utc.ts';
import type { HttpAnswer } from '../../http/http.ts';
import { UnparsedItem, type JsonList } from '../../http/json-list.ts';
import { parseList, unexpected } from '../../http/read-answer.ts';
import { isLastPage, smallerSize, type NumberedPage } from './numbered-page.ts';

const LIST = 'objectEntries';

/** A page of search results, with objects in Cloud's form. */
export interface EntryPage {
  list: JsonList;
  /** What the list is read from, object by object. */
  body: Buffer;
  /** How many objects match. @throws Unavailable `unexpected-answer` if the page doesn't say */
  total: () => number;
  /** The size of the site's pages, if they are smaller than requested. */
  smallerSize: number | undefined;
}

/** @throws Unavailable `unexpected-answer` if the answer isn't a page */
export function readEntries(answer: HttpAnswer, endpoint: string, asked: NumberedPage): EntryPage {
  const { rest, items } = parseList(answer, endpoint, LIST);
  const page = asMembers(rest);
  if (!page || !Array.isArray(page[LIST])) throw unexpected(endpoint, LIST);
  const total = asNumber(page['totalFilterCount']);
  const head = { total, pageSize: asNumber(page['pageObjectSize']) };
  const isLast = isLastPage(asked, head);
  return {
    list: {
      rest: { objectTypeAttributes: page['objectTypeAttributes'], values: [], isLast },
      items: plainEntries(items, asked.before),
    },
    body: answer.body,
    total: () => {
      if (total === undefined) throw unexpected(endpoint, 'totalFilterCount');
      return total;
    },
    smallerSize: smallerSize(asked, head),
  };
}

/** The entries from this index on. */
function* plainEntries(items: Iterable<unknown>, from: number): Generator<unknown> {
  let at = 0;
  for (const item of items) {
    if (at >= from) yield plainEntry(item);
    at += 1;
  }
}

/** With its dates in UTC, whatever the server's time zone. */
export function plainEntry(item: unknown): unknown {
  const object = asMembers(item);
  if (!object || item instanceof UnparsedItem) return item;
  return {
    ...object,
    created: plainDate(object['created']),
    updated: plainDate(object['updated']),
  };
}

/** Unchanged if it isn't text. */
const plainDate = (date: unknown): unknown => (typeof date === 'string' ? inUtc(date) : date);
