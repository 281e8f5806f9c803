import type { Pace } from '../../assets/reading/parallel.ts';
import type { BackupReader } from '../../backups/vault.ts';
import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import type { RestoreInput } from '../restore-input.ts';
import type { RestoreContext } from '../context/restore-context.ts';
import { ObjectDifferences } from '../objects/object-differences.ts';
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
  context: RestoreContext;
  reader: BackupReader;
  target: AssetsDestination;
  attributes: AttributeTargets;
  input: RestoreInput;
  pace: Pace;
  /** Attributes of an object that the site refused before; they are not tried again. */
  refused?: ((sourceId: string) => ReadonlySet<string> | undefined) | undefined;
}

export interface ExistingObjects {
  differences: ObjectDifferences;
  /** Whether the search showed the object: it may not know yet what was made last. */
  isSeen: (node: number) => boolean;
}

/** Which values of every object that is there are to be written, by the rule that the administrator chose. */
export async function compareExisting(options: Options): Promise<ExistingObjects> {
  const { context, attributes, input, refused } = options;
  const { graph, structure } = context.source;
  const { objects } = context.matches;
  const differences = new ObjectDifferences(graph);
  const seen = new Uint8Array(graph.size);
  const isSeen = (node: number): boolean => seen[node] === 1;
  if (objects.matched === 0) return { differences, isSeen };
  const pairs = new Map(
    structure.types.map((type) => [type.id, attributePairs(structure, type.id, attributes)]),
  );
  for await (const compared of compareObjects(options)) {
    const { node, body, mapped } = compared;
    seen[node] = 1;
    const rule = objects.isOwn(node) ? 'own' : existingRule(input);
    if (rule === 'missing') continue;
    const all = pairs.get(body.typeId) ?? [];
    const skip = refused?.(body.id);
    const wanted = all.filter(({ targetId }) => !skip?.has(targetId));
    differences.note(node, differencesOf(compared, rule, wanted));
    if (mapped.leftOut.length === 0) continue;
    const standing = all
      .map(({ sourceId, targetId }) => ({ targetId, name: attributes.get(sourceId)?.name ?? '' }))
      .filter((attribute) => stands(compared, attribute, rule));
    differences.noteStanding(
      node,
      standing.map(({ name }) => name),
    );
  }
  return { differences, isSeen };
}

function existingRule({ existing, clearEmpty }: RestoreInput): ExistingRule {
  return existing === 'overwrite' && clearEmpty ? 'overwrite-and-clear' : existing;
}

/** Whether an attribute has what it should by the rule, even where some of it cannot be written. */
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
