import { compareExisting, type ExistingObjects } from '../../../comparing/compare-existing.ts';
import type { ObjectDifferences } from '../../../objects/object-differences.ts';
import type { LeftOut } from '../../../report/restore-line.ts';
import { attributePairs } from '../../../values/attribute-targets.ts';
import type { EarlierReport } from '../earlier-report.ts';
import type { ObjectWriting } from '../object-writing.ts';

/** How existing objects differ from the backup. `earlier`: where an attempt was interrupted. */
export async function findDifferences(
  writing: ObjectWriting,
  earlier: EarlierReport | undefined,
): Promise<ObjectDifferences> {
  if (!earlier) return (await compare(writing, new Map())).differences;
  const refused = await earlier.refused('created');
  for (const [sourceId, leftOut] of refused) {
    const lasting = writing.withoutUnique(leftOut);
    writing.keepLeftOut(sourceId, lasting);
    refused.set(sourceId, lasting);
  }
  const { differences, isSeen } = await compare(writing, refused);
  noteUnseen(writing, differences, isSeen);
  return differences;
}

function compare(
  { parts: { attempt, context, attributes } }: ObjectWriting,
  refused: ReadonlyMap<string, LeftOut[]>,
): Promise<ExistingObjects> {
  const { reader, target, input, pace } = attempt.parts;
  const idsOf = (names: ReadonlySet<string>): Set<string> =>
    new Set(
      [...attributes.values()].flatMap((each) =>
        'id' in each && names.has(each.name) ? [each.id] : [],
      ),
    );
  return compareExisting({
    context,
    reader,
    target,
    attributes,
    input,
    pace,
    refused: (sourceId) => {
      const leftOut = refused.get(sourceId);
      return leftOut && idsOf(new Set(leftOut.map(({ attribute }) => attribute)));
    },
  });
}

/**
 * Objects of this run that the search does not show yet get all their references once more: a
 * change may be repeated.
 */
function noteUnseen(
  { parts: { context, objects, attributes } }: ObjectWriting,
  differences: ObjectDifferences,
  isSeen: (node: number) => boolean,
): void {
  const { graph, structure } = context.source;
  const { moved } = context.matches;
  const kinds = new Map(structure.attributes.map(({ id, kind }) => [id, kind]));
  const references = new Map(
    structure.types.map((type) => [
      type.id,
      attributePairs(structure, type.id, attributes)
        .filter(({ a }) => kinds.get(a) === 'reference')
        .map(({ b }) => b),
    ]),
  );
  for (let node = 0; node < graph.size; node += 1)
    if (objects.isOwn(node) && !isSeen(node) && !moved.has(node))
      differences.note(node, references.get(graph.typeOf(node)) ?? []);
}
