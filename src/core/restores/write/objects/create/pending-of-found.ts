import type { AssetsObject } from '../../../../assets/model/assets-object.ts';
import { sameValues, writtenForm } from '../../../../compare/compare-values.ts';
import type { Payload } from '../object-writing.ts';

/**
 * What is still to be written of an object whose create had no answer. It may be another's equal
 * twin: then its references are set again.
 */
export function pendingOfFound(
  { values: there }: AssetsObject,
  { values, pending }: Pick<Payload, 'values' | 'pending'>,
  references: ReadonlySet<string>,
): string[] {
  const differing = [...references].filter((id) => {
    const sent = values[id] ?? [];
    const actual = (there[id] ?? []).map(writtenForm);
    return !sameValues(sent, actual);
  });
  return [...new Set([...pending, ...differing])];
}
