import type { Site } from '../../../simulator/site/site.ts';
import { objectsOf } from './migration-rig.ts';
import { removeObjects } from './remove-objects.ts';

/** Removes all but the first objects of a type: the fewer there are, the quicker the test. */
export function keepFew(site: Site, schemaId: number, type: string, most: number): void {
  const spare = objectsOf(site, schemaId, type).slice(most);
  removeObjects(site, new Set(spare.map(({ id }) => id)));
}
