import type { CensusPage } from '../../../core/assets/ports/census-page.ts';
import { unexpected } from '../../http/read-answer.ts';
import { isLastPage, type ApiObject, type ApiObjectPage } from './api-object.ts';

/** Ids and update times only. @throws Unavailable `unexpected-answer` */
export function readCensusPage(json: unknown, endpoint: string): CensusPage {
  const page = json as ApiObjectPage | null;
  if (!page || !Array.isArray(page.values)) throw unexpected(endpoint, 'values');
  const entries = (page.values as (ApiObject | null)[]).map((object) => {
    const id = object?.id;
    const updated = object?.updated;
    if ((typeof id !== 'string' && typeof id !== 'number') || typeof updated !== 'string')
      throw unexpected(endpoint, 'values.updated');
    return { id: String(id), updated };
  });
  return { entries, last: isLastPage(page) };
}
