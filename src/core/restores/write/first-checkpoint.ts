import type { RestoreContext } from '../context/restore-context.ts';
import type { RestoreCheckpoint } from '../restore-checkpoint.ts';
import type { RestoreInput } from '../restore-input.ts';
import { highestId } from '../../assets/model/compare-object-ids.ts';
import { originalKeyName } from '../structure/original-key-types.ts';

/** What a restore is going to make, decided before it writes. */
export function firstCheckpoint(
  { source: { structure }, destination: { census }, matches }: RestoreContext,
  { schema }: RestoreInput,
): RestoreCheckpoint {
  const { types, attributes } = matches.structure;
  const highestIds = [...census.values()].flatMap(({ ids, large }) => [
    String(ids.at(-1) ?? 0),
    ...large.keys(),
  ]);
  const checkpoint: RestoreCheckpoint = {
    makesSchema: schema.kind === 'new',
    types: structure.types.filter(({ id }) => !types.has(id)).map(({ id }) => id),
    attributes: structure.attributes
      .filter(({ id, system }) => !system && !attributes.has(id))
      .map(({ id }) => id),
    keyName: originalKeyName(structure),
    baseline: highestId(highestIds),
    writes: 0,
    objectWrites: 0,
    issueWrites: 0,
    lacking: [],
    notes: [],
  };
  if (schema.kind === 'existing') checkpoint.schemaId = schema.id;
  return checkpoint;
}
