import { objectOf } from '../../../../compare/object-of.ts';
import type { SnapshotObject } from '../../../../compare/snapshot.ts';
import { WHY_UNKNOWN_IS_LEFT } from '../../../comparing/unknown-notes.ts';
import { whyMovedIsLeft } from '../../../context/moved-notes.ts';
import type { ObjectDifferences } from '../../../objects/object-differences.ts';
import { mapValues } from '../../../values/map-values.ts';
import { unlessEmpty, type ObjectWriting } from '../object-writing.ts';

/**
 * Lines for existing objects that do not differ. `except`: those that have one, by the backup's id.
 */
export async function noteLeftObjects(
  writing: ObjectWriting,
  differences: ObjectDifferences,
  except: Pick<ReadonlySet<string>, 'has'>,
): Promise<void> {
  const { attempt, context, objects } = writing.parts;
  if (objects.matched === 0) return;
  for (const { id: type } of context.source.structure.types) {
    const records = attempt.parts.reader.records({ kind: 'object', type, signal: attempt.signal });
    for await (const record of records) {
      const body = objectOf(record);
      const isHere = context.source.graph.holds(type, body.id);
      if (isHere && !except.has(body.id)) await noteIfLeft(writing, differences, body);
    }
  }
  await writing.lines.flush();
}

async function noteIfLeft(
  writing: ObjectWriting,
  differences: ObjectDifferences,
  body: SnapshotObject,
): Promise<void> {
  const { context, objects } = writing.parts;
  const node = context.source.graph.nodeOf(body.id);
  const targetId = node < 0 ? undefined : objects.targetOf(node);
  if (targetId === undefined || objects.isOwn(node)) return;
  if (differences.of(node).length > 0) return;
  const isWritable = differences.standingOf(node) === undefined;
  const leftOut = isWritable
    ? []
    : differences.withoutStanding(node, mapValues(body.values, writing.maps).leftOut);
  const whyUnknown = differences.unknown.has(node) ? WHY_UNKNOWN_IS_LEFT : undefined;
  await writing.lines.add({
    ...writing.line(body),
    outcome: 'left',
    targetId,
    reason: whyMovedIsLeft(context, node) ?? whyUnknown,
    leftOut: unlessEmpty(leftOut),
  });
}
