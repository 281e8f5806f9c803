import { counted } from '../../kernel/counted.ts';
import { askOrNone } from '../../assets/reading/ask-or-none.ts';
import { takeCensus } from '../../assets/reading/take-census.ts';
import { compareObjectIds } from '../../assets/model/compare-object-ids.ts';
import { SeenObjects } from '../../assets/reading/seen-objects.ts';
import type { Pace } from '../../assets/reading/pace.ts';
import type { AssetsReader } from '../../assets/ports/assets-reader.ts';
import type { MatchedObjects } from '../objects/object-matches.ts';

const MAX_SHOWN = 20;
const UNKNOWN =
  "At the end of this restore, the destination didn't list its objects. So it's unknown whether somebody else created objects in the restored object types meanwhile.";

interface AuditOptions {
  schemaId: string;
  /** Types of the destination. */
  typeIds: string[];
  /** Objects with this id or a lower one existed before the run. */
  baseline: string;
  objects: MatchedObjects;
  pace: Pace;
}

/**
 * A sentence if objects of these types were created after the run began and match none of the
 * backup: somebody else created them, or they were created twice. Listed, never deleted. Or one
 * that says that the destination doesn't list its objects: everything is written by then.
 */
export async function auditObjects(
  target: AssetsReader,
  options: AuditOptions,
): Promise<string | undefined> {
  const census = await askOrNone(() => takeAuditCensus(target, options));
  if (!census) return UNKNOWN;
  const surplus = [...census.values()].flatMap((seen) =>
    [...seen.allIds()].filter(
      (id) => compareObjectIds(id, options.baseline) > 0 && options.objects.nodeOf(id) < 0,
    ),
  );
  if (surplus.length === 0) return undefined;
  const found = counted(surplus.length, 'object was', 'objects were');
  const ids = surplus.slice(0, MAX_SHOWN).join(', ');
  const more = surplus.length > MAX_SHOWN ? ' …' : '';
  return `${found} created in these object types during the restore without a counterpart in the backup, by somebody else or as a second copy. Check these object IDs in Assets: ${ids}${more}.`;
}

async function takeAuditCensus(
  target: AssetsReader,
  { schemaId, typeIds, pace }: AuditOptions,
): Promise<Map<string, SeenObjects>> {
  const keyset = await target.supportsKeyset(schemaId, pace.signal);
  const listTypes = () => target.objectTypes(schemaId, pace.signal);
  const types = keyset ? [] : ((await askOrNone(listTypes)) ?? []);
  const counts = new Map(types.map((type) => [type.id, type.objectCount]));
  return takeCensus(
    target,
    typeIds.map((id) => ({ id, read: new SeenObjects(), expected: counts.get(id) ?? 0 })),
    keyset,
    pace,
  );
}
