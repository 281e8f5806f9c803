import type { AssetsReader } from '../../assets/ports/assets-reader.ts';
import type { Pace } from '../../assets/reading/pace.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';
import { pairObjects, type ObjectPair } from '../../compare/compare-objects.ts';
import type { ComparedValues } from '../../compare/compare-values.ts';
import type { RestoreContext } from '../context/restore-context.ts';
import { ObjectDifferences } from '../objects/object-differences.ts';
import type { RestoreInput } from '../restore-input.ts';
import type { AttributeTargets, MappedValues } from '../values/map-values.ts';
import {
  attributesToWrite,
  existingRule,
  isLeftUnknown,
  type ExistingRule,
} from './attributes-to-write.ts';
import { openSnapshots, restoreRules } from './restore-rules.ts';
import { standingReferences } from './standing-references.ts';

interface Options {
  context: RestoreContext;
  reader: BackupReader;
  target: AssetsReader;
  attributes: AttributeTargets;
  input: RestoreInput;
  pace: Pace;
  /**
   * The values of an object, without those expected ones that the site refused before: they alone
   * are no reason to write the attribute again. Absent if none can have been refused.
   */
  expectedOf?: ((sourceId: string, values: ComparedValues) => ComparedValues) | undefined;
}

export interface ExistingObjects {
  differences: ObjectDifferences;
  /** Whether the search showed the object: it may not know yet what was made last. */
  isSeen: (node: number) => boolean;
}

/**
 * Which values of every object that exists on the destination are to be written, by the rule that
 * the administrator chose.
 */
export async function compareExisting(options: Options): Promise<ExistingObjects> {
  const { context, attributes, input, expectedOf } = options;
  const { graph } = context.source;
  const { objects, moved } = context.matches;
  const differences = new ObjectDifferences(graph);
  const seen = new Uint8Array(graph.size);
  const isSeen = (node: number): boolean => seen[node] === 1;
  const snapshots = objects.matched > 0 ? openSnapshots(context, options) : undefined;
  if (!snapshots) return { differences, isSeen };
  const { backup, there } = snapshots;
  for await (const pair of pairObjects(backup, there, restoreRules(context, attributes))) {
    const node = graph.nodeOf(pair.a.id);
    seen[node] = 1;
    const rule = objects.isOwn(node) ? 'own' : existingRule(input);
    if (rule === 'missing' || moved.has(node)) continue;
    const wanted = expectedOf
      ? pair.values.map((values) => expectedOf(pair.a.id, values))
      : pair.values;
    const written = attributesToWrite(wanted, rule);
    differences.note(node, written);
    if (isLeftUnknown(wanted, rule)) differences.unknown.add(node);
    const standing = standingReferences(pair, new Set(written));
    if (standing.length > 0) differences.noteStandingReferences(node, standing);
    if (pair.translated.leftOut.length > 0)
      differences.noteStanding(node, standingNames(pair, rule, attributes));
  }
  return { differences, isSeen };
}

/**
 * Names of attributes that have what they should by the rule, even where some of it cannot be
 * written.
 */
function standingNames(
  { translated, values }: ObjectPair<MappedValues>,
  rule: ExistingRule,
  attributes: AttributeTargets,
): string[] {
  return values.flatMap((each) => {
    const name = attributes.get(each.pair.a)?.name;
    if (name === undefined) return [];
    const stands =
      (rule === 'keep' && each.actual.length > 0) || isAsInBackup(each, name, translated);
    return stands ? [name] : [];
  });
}

/** Whether all that the backup has is there, with nothing left out that cannot be compared. */
function isAsInBackup(
  { pair, isSame }: ComparedValues,
  name: string,
  { leftOut, unwritable }: MappedValues,
): boolean {
  const lost = leftOut.filter(({ attribute }) => attribute === name).length;
  return isSame && lost === (unwritable[pair.b]?.length ?? 0);
}
