import type { IdMaps } from '../../compare/structure/attribute-input.ts';
import type { RestoreDestination } from './restore-destination.ts';
import type { RestoreMatches } from './restore-matches.ts';

/** What the ids and names of definitions are looked up in. */
interface IdSources {
  destination: Pick<RestoreDestination, 'isSameSite' | 'structure'>;
  matches: Pick<RestoreMatches, 'outsideTypes' | 'referenceTypes' | 'names' | 'toMake'>;
}

/**
 * What ids and names of the backup's definitions are on the destination; `typeId` knows the types
 * of this restore. A status that the restore will make goes by its name until it has an id.
 */
export function idMaps(
  { destination, matches }: IdSources,
  typeId: (old: string) => string | undefined,
): IdMaps {
  const { outsideTypes, referenceTypes, names, toMake } = matches;
  const toCome = new Map(toMake.statuses.map(({ id, name }) => [id, name]));
  const there = new Map(destination.structure?.statuses.map(({ id, name }) => [id, name]));
  return {
    typeId: (old) => typeId(old) ?? outsideTypes.get(old),
    referenceTypeId: (old) => referenceTypes.get(old),
    statusId: (old) => names.status.get(old) ?? toCome.get(old),
    statusName: (id) => there.get(id) ?? id,
    groupName: (old) => names.group.get(old),
    otherId: (old) => (destination.isSameSite ? old : undefined),
  };
}
