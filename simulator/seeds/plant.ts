import type { Account } from '../accounts/account.ts';
import type { Site } from '../site/site.ts';
import { plantBasics } from './plant-basics.ts';
import { plantBigObject } from './plant-big-object.ts';
import { plantCycles } from './plant-cycles.ts';
import { plantDataCenter } from './plant-data-center.ts';
import { plantDemo } from './plant-demo.ts';
import { plantLarge } from './plant-large.ts';
import { plantNasty } from './plant-nasty.ts';
import { plantOdd } from './plant-odd.ts';
import { plantOther } from './plant-other.ts';
import { plantPartsLarge } from './plant-parts-large.ts';
import { plantTiny } from './plant-tiny.ts';
import { plantTwins } from './plant-twins.ts';

const SEEDS: Record<string, (site: Site, objects: number, accounts: Account[]) => void> = {
  demo: plantDemo,
  dc: plantDataCenter,
  tiny: plantTiny,
  large: plantLarge,
  'parts-large': plantPartsLarge,
  'big-object': plantBigObject,
  other: plantOther,
  cycles: plantCycles,
  nasty: plantNasty,
  odd: plantOdd,
  twins: plantTwins,
};
/** Seeds of sites that were set up by somebody else. */
const OWN_BASICS = new Set(['other']);
export const SEED_NAMES = Object.keys(SEEDS);

/**
 * Fills an empty site. The same name and number give the same site every time.
 * @throws Error for a name that is not known
 */
export function plant(site: Site, seed: string, objects: number, accounts: Account[]): void {
  const plantIt = SEEDS[seed];
  if (!plantIt) throw new Error(`There is no seed "${seed}". Seeds: ${SEED_NAMES.join(', ')}.`);
  if (!OWN_BASICS.has(seed)) plantBasics(site);
  plantIt(site, objects, accounts);
}
