import type { IdMaps } from '../../compare/attribute-input.ts';
import type { RestoreMatches } from './restore-matches.ts';

/**
 * What ids of the backup's definitions are on the destination; `typeId` knows the types of this
 * restore.
 */
export function idMaps(
  { outsideTypes, referenceTypes }: Pick<RestoreMatches, 'outsideTypes' | 'referenceTypes'>,
  typeId: (old: string) => string | undefined,
): IdMaps {
  return {
    typeId: (old) => typeId(old) ?? outsideTypes.get(old),
    referenceTypeId: (old) => referenceTypes.get(old),
  };
}
