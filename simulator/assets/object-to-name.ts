import type { SimObject } from '../site/records/model.ts';
import type { Site } from '../site/site.ts';
import type { Settings } from '../world/settings.ts';

/** What a reference leads to: an object in use, or an archived one where these keep their names. */
export function objectToName(
  site: Site,
  id: number,
  { archivedNamed }: Pick<Settings, 'archivedNamed'>,
): SimObject | undefined {
  const archived = archivedNamed ? site.dataCenter.archived.get(id)?.object : undefined;
  return site.objects.get(id) ?? archived;
}
