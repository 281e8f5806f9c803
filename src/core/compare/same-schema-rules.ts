import { atOnce } from '../kernel/loops/steps.ts';
import { SAME_IDS } from './structure/attribute-input.ts';
import type { CompareRules } from './compare.ts';
import { writtenForm, type AttributePair, type TranslatedValues } from './compare-values.ts';
import { matchStructure } from './structure/match-structure.ts';
import { attributesOf } from './structure/schema-structure.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Two snapshots of one schema: ids are the same on both sides, and every value stands for itself.
 */
export function sameSchemaRules(a: Snapshot, b: Snapshot): CompareRules<TranslatedValues> {
  const match = atOnce(matchStructure(a.structure, b.structure, true));
  const pairs = new Map(
    a.structure.types.map(({ id }): [string, AttributePair[]] => [
      id,
      attributesOf(a.structure, id)
        .filter(({ system }) => !system)
        .flatMap((attribute) => {
          const other = match.attributes.get(attribute.id);
          return other ? [{ a: attribute.id, b: other.id }] : [];
        }),
    ]),
  );
  return {
    match,
    ids: SAME_IDS,
    types: {
      a: a.structure.types.map(({ id }) => id),
      b: b.structure.types.map(({ id }) => id),
    },
    counterpartOf: ({ id, typeId }) => ({ id, typeId }),
    attributesOf: (typeId) => pairs.get(typeId) ?? [],
    translate: ({ typeId, values }) => ({
      values: Object.fromEntries(
        (pairs.get(typeId) ?? []).flatMap((pair) => {
          const list = values[pair.a];
          return list ? [[pair.b, list.map(writtenForm)]] : [];
        }),
      ),
      unwritable: {},
      later: [],
    }),
  };
}
