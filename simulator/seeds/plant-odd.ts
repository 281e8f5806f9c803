import { Random } from '../kernel/random.ts';
import type { Site } from '../site/site.ts';
import { plantDefinitions } from './odd/plant-definitions.ts';
import { plantOddValues } from './odd/plant-odd-values.ts';
import { plantManagedServices } from './odd/plant-managed-services.ts';
import { plantUnlabeled } from './odd/plant-unlabeled.ts';
import { addPeople } from './planting/add-people.ts';
import { Planter } from './planting/planter.ts';

/**
 * What has been seen in answers of real sites and does not fit what is usual: members that are
 * missing, null or of another type, values that name nobody, definitions in older words, what a
 * site holds though it would not take it. And the schema "Services", which Atlassian manages.
 */
export function plantOdd(site: Site): void {
  const people = addPeople(site, 12);
  for (const name of ['facilities', 'it-admins', '__proto__', 'stop'])
    site.groups.set(name, `0dd0-${site.groups.size}`);
  const planter = new Planter(site, new Random('odd'));
  plantOddValues(planter, people);
  plantDefinitions(planter);
  plantUnlabeled(planter);
  plantManagedServices(planter);
}
