import { takeCensus } from '../../assets/reading/take-census.ts';
import { SeenObjects } from '../../assets/reading/seen-objects.ts';
import type { Pace } from '../../assets/reading/pace.ts';
import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import type { ObjectMatches } from '../objects/object-matches.ts';

const SHOWN = 20;

/** Objects of these types that came after the run began and stand for none of the backup: made by somebody else meanwhile, or twice. Listed, never deleted. */
export async function auditObjects(
  target: AssetsDestination,
  options: {
    schemaId: string;
    typeIds: string[];
    baseline: number;
    matches: ObjectMatches;
    pace: Pace;
  },
): Promise<string[]> {
  const { schemaId, typeIds, baseline, matches, pace } = options;
  const keyset = await target.supportsKeyset(schemaId, pace.signal);
  const counts = new Map(
    keyset
      ? []
      : (await target.objectTypes(schemaId, pace.signal)).map((type) => [
          type.id,
          type.objectCount,
        ]),
  );
  const census = await takeCensus(
    target,
    typeIds.map((id) => ({ id, read: new SeenObjects(), expected: counts.get(id) ?? 0 })),
    keyset,
    pace,
  );
  const surplus = [...census.values()].flatMap((seen) =>
    [...seen.ids].filter((id) => id > baseline && matches.nodeOf(String(id)) < 0),
  );
  if (surplus.length === 0) return [];
  return [
    `${surplus.length === 1 ? 'One object is' : `${surplus.length} objects are`} in these object types that this restore did not make: somebody else made them meanwhile. Look at them: ids ${surplus.slice(0, SHOWN).join(', ')}${surplus.length > SHOWN ? ' …' : ''}.`,
  ];
}
