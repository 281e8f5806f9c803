import type { ComparedValues } from '../../../../compare/compare-values.ts';
import { compareExisting, type ExistingObjects } from '../../../comparing/compare-existing.ts';
import type { ObjectDifferences } from '../../../objects/object-differences.ts';
import type { LeftOut } from '../../../report/restore-line.ts';
import { attributePairs } from '../../../values/attribute-targets.ts';
import type { EarlierReport } from '../earlier-report.ts';
import { withoutLeftOut } from '../../refused/refused-value.ts';
import type { ObjectWriting } from '../object-writing.ts';

/** How existing objects differ from the backup. `earlier`: where an attempt was interrupted. */
export async function findDifferences(
  writing: ObjectWriting,
  earlier: EarlierReport | undefined,
): Promise<ObjectDifferences> {
  if (!earlier) return (await compare(writing)).differences;
  const ofCreated = await earlier.refused('created');
  const ofUpdated = await earlier.refused('updated');
  const refused = new Map([...ofCreated, ...ofUpdated]);
  for (const [sourceId, leftOut] of refused) {
    const lasting = writing.withoutUnique(leftOut);
    writing.keepLeftOut(sourceId, lasting);
    refused.set(sourceId, lasting);
  }
  const { differences, isSeen } = await compare(writing, refused);
  noteUnseen(writing, differences, isSeen);
  return differences;
}

/** `refused`: what the site refused before the interruption, by the backup's id. */
function compare(
  writing: ObjectWriting,
  refused?: ReadonlyMap<string, LeftOut[]>,
): Promise<ExistingObjects> {
  const { attempt, context, attributes } = writing.parts;
  const { reader, target, input, pace } = attempt.parts;
  const expectedOf = (sourceId: string, values: ComparedValues): ComparedValues =>
    withoutRefused(values, refused?.get(sourceId), (id) => writing.nameOf(id));
  return compareExisting({ context, reader, target, attributes, input, pace, expectedOf });
}

function withoutRefused(
  values: ComparedValues,
  refused: LeftOut[] | undefined,
  nameOf: (attributeId: string) => string,
): ComparedValues {
  const { pair, expected } = values;
  if (!refused || !expected) return values;
  const taken = withoutLeftOut({ [pair.b]: [...expected] }, refused, nameOf);
  return { ...values, expected: taken[pair.b] };
}

/**
 * Objects of this run that the search does not show yet get all their values once more: nobody
 * knows which of them were still to be written, and a change may be repeated.
 */
function noteUnseen(
  { parts: { context, objects, attributes } }: ObjectWriting,
  differences: ObjectDifferences,
  isSeen: (node: number) => boolean,
): void {
  const { graph, structure } = context.source;
  const { moved } = context.matches;
  const writable = new Map(
    structure.types.map(({ id }) => [
      id,
      attributePairs(structure, id, attributes).map(({ b }) => b),
    ]),
  );
  for (let node = 0; node < graph.size; node += 1)
    if (objects.isOwn(node) && !isSeen(node) && !moved.has(node))
      differences.note(node, writable.get(graph.typeOf(node)) ?? []);
}
