import type { SnapshotObject } from '../../../../compare/snapshot.ts';
import type { ObjectDifferences } from '../../../objects/object-differences.ts';
import type { LeftOut } from '../../../report/restore-line.ts';
import type { AttributeTargets } from '../../../values/map-values.ts';
import { mapValues, type ValueMaps } from '../../../values/map-values.ts';
import { withoutAttributes } from '../../refused/refused-value.ts';
import { SentChange } from '../../refused/sent-change.ts';
import { mergeLeftOut, type ObjectWriting } from '../object-writing.ts';

/** What is written to an object that is there. */
export interface Update {
  node: number;
  body: SnapshotObject;
  targetId: string;
  /** Whether this run made the object. */
  isOwn: boolean;
  /** What was left out before anything was sent. */
  leftOut: LeftOut[];
  sent: SentChange;
}

/** Maps the values of an object that differ, and says which of them can't be written. */
export function prepareUpdate(
  writing: ObjectWriting,
  differences: ObjectDifferences,
  node: number,
  body: SnapshotObject,
): Update {
  const { objects, attributes } = writing.parts;
  const targetId = objects.targetOf(node);
  if (targetId === undefined) throw new Error(`Object ${body.id} differs from nothing.`);
  const isOwn = objects.isOwn(node);
  const mapped = mapValues(body.values, mapsFor(writing, differences.standingReferencesOf(node)));
  // An attribute without a value in the backup is cleared; one of which no value can be written
  // stays as it is.
  const isToClear = (attribute: string): boolean =>
    !isOwn && !hasValues(body, attribute, attributes);
  const changed = differences
    .of(node)
    .filter((attribute) => mapped.values[attribute] !== undefined || isToClear(attribute))
    .map((attribute) => [attribute, mapped.values[attribute] ?? []] as const);
  const values = Object.fromEntries(changed);
  // An attribute is written as a whole: what was refused of it before is judged anew.
  const names = Object.keys(values).map((id) => writing.nameOf(id));
  const leftOut = mergeLeftOut(
    withoutAttributes(writing.takeLeftOut(body.id), names),
    isOwn ? mapped.leftOut : differences.withoutStanding(node, mapped.leftOut),
  );
  const sent = new SentChange(values, leftOut, writing.rulesOf(body.typeId));
  return { node, body, targetId, isOwn, leftOut, sent };
}

/** References that stand there are sent along, or writing their attribute would remove them. */
function mapsFor({ maps }: ObjectWriting, standing: ReadonlySet<string> | undefined): ValueMaps {
  if (!standing) return maps;
  return {
    ...maps,
    reference: (object) => {
      const id = maps.standsAs({ object });
      const stands = id !== undefined && standing.has(id);
      return stands ? { id, outside: true } : maps.reference(object);
    },
  };
}

const hasValues = (
  { values }: SnapshotObject,
  targetId: string,
  attributes: AttributeTargets,
): boolean =>
  Object.entries(values).some(([sourceId, list]) => {
    const to = attributes.get(sourceId);
    return list.length > 0 && to !== undefined && 'id' in to && to.id === targetId;
  });
