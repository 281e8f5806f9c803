import type { SimObject } from './records/model.ts';
import type { Site } from './site.ts';

/** What a reference leads to: an object in use, or an archived one where these are still named. */
export function objectToName(
  site: Site,
  id: number,
  archivedNamed: boolean,
): SimObject | undefined {
  const archived = archivedNamed ? site.dataCenter.archived.get(id)?.object : undefined;
  return site.objects.get(id) ?? archived;
}
