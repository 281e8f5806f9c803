import type { CensusPage } from '../../../core/assets/ports/census-page.ts';
import { asMembers } from '../../../core/kernel/field-forms.ts';
import { unexpected } from '../../http/read-answer.ts';
import { isLastPage, itemsOf, type ApiObject } from './api-object.ts';
import { dateOf, objectIdOf } from './read-object.ts';

/** Ids and update times only. @throws Unavailable `unexpected-answer` */
export function readCensusPage(json: unknown, endpoint: string): CensusPage {
  const page = asMembers(json);
  const items = page && itemsOf(page);
  if (!items) throw unexpected(endpoint, 'values');
  const entries = items.flatMap((item) => {
    const object: ApiObject = asMembers(item) ?? {};
    const id = objectIdOf(object);
    return id === undefined ? [] : [{ id, updated: dateOf(object.updated ?? object.timestamp) }];
  });
  return { entries, received: items.length, last: isLastPage(page) };
}
