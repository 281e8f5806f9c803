import type { Random } from '../../../../simulator/kernel/random.ts';
import { removeObjects } from '../remove-objects.ts';
import type { Subject } from './restore-subjects.ts';

/**
 * Another third of a schema's objects is gone, of types whose rules let them be written one by one.
 */
export function decimateObjects({ rig, loose }: Subject, schemaId: number, random: Random): number {
  const { site } = rig.here.world;
  const ids = site
    .typesOf(schemaId)
    .filter((type) => loose.includes(type.name))
    .flatMap((type) => site.objects.idsOfType(type.id))
    .filter(() => random.below(3) === 0);
  removeObjects(site, new Set(ids));
  return ids.length;
}
