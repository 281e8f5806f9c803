import type { Pace } from '../../assets/reading/parallel.ts';
import type { BackupReader } from '../../backups/vault.ts';
import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import type { RestoreInput } from '../restore-input.ts';
import type { RestoreSite } from '../context/restore-site.ts';
import { attributePairs } from '../values/value-maps.ts';
import {
  compareObjects,
  differencesOf,
  standing,
  type Compared,
  type ExistingRule,
} from './compare-objects.ts';
import type { AttributeTargets } from '../values/map-values.ts';

interface Options {
  site: RestoreSite;
  reader: BackupReader;
  target: AssetsDestination;
  attributes: AttributeTargets;
  input: RestoreInput;
  pace: Pace;
  /** Attributes of an object that the site refused before; they are not tried again. */ refused?: (
    sourceId: string,
  ) => ReadonlySet<string> | undefined;
}

/** Notes for every object that is there which of its values are to be written, by the rule that the administrator chose. Returns whether a node was seen: the search may not know yet what was made last. */
export async function compareExisting({
  site,
  reader,
  target,
  attributes,
  input,
  pace,
  refused,
}: Options): Promise<(node: number) => boolean> {
  const { matches, graph } = site;
  const seen = new Uint8Array(graph.size);
  const rule: ExistingRule =
    input.existing === 'overwrite' && input.clearEmpty ? 'overwrite-and-clear' : input.existing;
  if (matches.matched === 0) return () => false;
  const pairs = new Map<string, { sourceId: string; targetId: string }[]>();
  const pairsOf = (typeId: string) => {
    const known = pairs.get(typeId) ?? attributePairs(site, typeId, attributes);
    pairs.set(typeId, known);
    return known;
  };
  for await (const compared of compareObjects({ site, reader, target, attributes, pace })) {
    seen[compared.node] = 1;
    const own = matches.isOwn(compared.node);
    if (!own && rule === 'missing') continue;
    const skip = refused?.(compared.body.id);
    const wanted = pairsOf(compared.body.typeId).filter(({ targetId }) => !skip?.has(targetId));
    matches.differs(compared.node, differencesOf(compared, own ? 'own' : rule, wanted));
    if (compared.mapped.leftOut.length === 0) continue;
    const stand = pairsOf(compared.body.typeId)
      .map(({ sourceId, targetId }) => ({ targetId, name: attributes.get(sourceId)!.name }))
      .filter((attribute) => stands(compared, attribute, own ? 'own' : rule))
      .map(({ name }) => name);
    matches.unwritable(compared.node, stand);
  }
  return (node) => seen[node] === 1;
}

/** Whether an attribute has what it should by the rule, be it that some of it cannot be written. */
function stands(
  compared: Compared,
  { targetId, name }: { targetId: string; name: string },
  rule: ExistingRule,
): boolean {
  const { actual, same } = standing(compared, targetId);
  const { leftOut, unwritable } = compared.mapped;
  const isComparable =
    leftOut.filter(({ attribute }) => attribute === name).length ===
    (unwritable[targetId]?.length ?? 0);
  return (same && isComparable) || (rule === 'keep' && actual.length > 0);
}
