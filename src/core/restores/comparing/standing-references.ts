import type { ObjectPair } from '../../compare/compare-objects.ts';
import type { MappedValues } from '../values/map-values.ts';

/**
 * Objects that both sides name although the search of the destination does not show them: one in
 * its archive, or in a schema that the account can't see. Of the attributes that are to be written;
 * ids of the destination.
 */
export function standingReferences(
  { a: object, values }: Pick<ObjectPair<MappedValues>, 'a' | 'values'>,
  written: ReadonlySet<string>,
): string[] {
  return values.flatMap(({ pair, alsoThere }) => {
    const isMeant = alsoThere.length > 0 && written.has(pair.b);
    const names = (): boolean => (object.values[pair.a] ?? []).some((value) => 'object' in value);
    return isMeant && names() ? alsoThere : [];
  });
}
