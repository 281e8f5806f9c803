import type { CensusEntry, CensusPage } from '../../../core/assets/ports/pages/census-page.ts';
import { countPlaces } from '../../../core/assets/paging/count-places.ts';
import { asMembers } from '../../../core/kernel/json/field-forms.ts';
import type { JsonList } from '../../http/json-list.ts';
import { unexpected } from '../../http/read-answer.ts';
import { isLastPage, itemsOf, type ApiObject } from './objects/api-object.ts';
import { dateOf, objectIdOf } from './objects/read-object.ts';

/** Ids and update times only. @throws Unavailable `unexpected-answer`, and what `items` throws */
export function readCensusPage({ rest, items }: JsonList, endpoint: string): CensusPage {
  const page = asMembers(rest);
  if (!page || !itemsOf(page)) throw unexpected(endpoint, 'values');
  const entries: CensusEntry[] = [];
  const ids: string[] = [];
  for (const item of items) {
    const object: ApiObject = asMembers(item) ?? {};
    const id = objectIdOf(object) ?? '';
    ids.push(id);
    if (id !== '') entries.push({ id, updated: dateOf(object.updated ?? object.timestamp) });
  }
  return { entries, received: countPlaces(ids), last: isLastPage(page) };
}
