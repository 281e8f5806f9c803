import type { Pace } from '../../assets/reading/pace.ts';
import type { AssetsReader } from '../../assets/ports/assets-reader.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';
import { BackupSnapshot } from '../../compare/backup-snapshot.ts';
import type { CompareRules } from '../../compare/compare.ts';
import type { StructureRules } from '../../compare/structure/compare-structure.ts';
import { SiteSnapshot } from '../../compare/site-snapshot.ts';
import type { Snapshot } from '../../compare/snapshot.ts';
import { idMaps } from '../context/id-maps.ts';
import { valueSources, type RestoreContext } from '../context/restore-context.ts';
import { mapValues, type AttributeTargets, type MappedValues } from '../values/map-values.ts';
import { attributePairs } from '../values/attribute-targets.ts';
import { valueMaps } from '../values/value-maps.ts';

/** How the structure of a backup stands on the destination of its restore. */
export function structureRules(
  context: Pick<RestoreContext, 'matches' | 'destination'>,
): StructureRules {
  const match = context.matches.structure;
  return { match, ids: idMaps(context, (id) => match.types.get(id)?.id) };
}

/**
 * How a backup stands on the destination of its restore: ids, people and references as they were
 * matched.
 */
export function restoreRules(
  context: RestoreContext,
  attributes: AttributeTargets,
): CompareRules<MappedValues> {
  const { source, destination, matches } = context;
  const maps = valueMaps(valueSources(context), attributes);
  const { types } = source.structure;
  const pairs = new Map(
    types.map(({ id }) => [id, attributePairs(source.structure, id, attributes)]),
  );
  return {
    ...structureRules(context),
    types: {
      a: types.map(({ id }) => id).filter((id) => !source.ancestorsOnly.has(id)),
      b: [...destination.census].filter(([, seen]) => seen.size > 0).map(([id]) => id),
    },
    counterpartOf: ({ id }) => {
      const node = matches.objects.nodeOf(id);
      if (node < 0) return undefined;
      return { typeId: source.graph.typeOf(node), id: source.graph.idOf(node) };
    },
    attributesOf: (typeId) => pairs.get(typeId) ?? [],
    translate: ({ values }) => mapValues(values, maps),
  };
}

/**
 * The chosen part of a backup, and its destination; undefined while the schema does not exist
 * there.
 */
export function openSnapshots(
  { source, destination }: Pick<RestoreContext, 'source' | 'destination'>,
  { reader, target, pace }: { reader: BackupReader; target: AssetsReader; pace: Pace },
): { backup: Snapshot; there: Snapshot } | undefined {
  if (!destination.structure) return undefined;
  const expected = new Map([...destination.census].map(([id, seen]) => [id, seen.size]));
  return {
    backup: new BackupSnapshot(reader, source.structure, pace.signal),
    there: new SiteSnapshot(target, destination.structure, pace, expected),
  };
}
