import type { AssetsDestination } from '../../src/core/assets/ports/assets-destination.ts';
import { attributeChecks } from './destination/attribute-checks.ts';
import { setUpDestination } from './destination/destination-rig.ts';
import { directoryChecks } from './destination/directory-checks.ts';
import { keptChecks } from './destination/kept-checks.ts';
import type { KnownOnSite } from './destination/known-on-site.ts';
import { lookupChecks } from './destination/lookup-checks.ts';
import { objectChecks } from './destination/object-checks.ts';
import { structureChecks } from './destination/structure-checks.ts';

/**
 * What every target behind the port keeps, in a schema that the suite makes for itself and leaves
 * behind. The checks build on each other, in order.
 */
export async function assetsDestinationContract(
  target: AssetsDestination,
  known: KnownOnSite,
): Promise<{ name: string; run: () => Promise<void> }[]> {
  const rig = await setUpDestination(target, known);
  const checks = [
    ...structureChecks,
    ...attributeChecks,
    ...objectChecks,
    ...keptChecks,
    ...lookupChecks,
    ...directoryChecks,
  ];
  return checks.map(({ name, run }) => ({ name, run: () => run(rig) }));
}
