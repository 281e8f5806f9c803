import type { CensusPage } from '../../../core/assets/ports/pages/census-page.ts';
import { countPlaces } from '../../../core/assets/paging/count-places.ts';
import { asMembers } from '../../../core/kernel/json/field-forms.ts';
import { unexpected } from '../../http/read-answer.ts';
import { isLastPage, itemsOf, type ApiObject } from './objects/api-object.ts';
import { dateOf, objectIdOf } from './objects/read-object.ts';

/** Ids and update times only. @throws Unavailable `unexpected-answer` */
export function readCensusPage(json: unknown, endpoint: string): CensusPage {
  const page = asMembers(json);
  const items = page && itemsOf(page);
  if (!items) throw unexpected(endpoint, 'values');
  const objects = items.map((item): ApiObject => asMembers(item) ?? {});
  const ids = objects.map((object) => objectIdOf(object) ?? '');
  const entries = objects.flatMap(({ updated, timestamp }, at) =>
    ids[at] ? [{ id: ids[at], updated: dateOf(updated ?? timestamp) }] : [],
  );
  return { entries, received: countPlaces(ids), last: isLastPage(page) };
}
