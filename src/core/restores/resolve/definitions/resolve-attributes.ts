import { typeOf, type SchemaStructure } from '../../../compare/structure/schema-structure.ts';
import { wordsOf } from '../../adapting/adapted-notes.ts';
import type { Adaptations } from '../../adapting/adaptations.ts';
import { unresolved, type Unresolved } from '../unresolved.ts';

interface AttributesOfSource {
  structure: SchemaStructure;
  adapted: Adaptations;
  /** How many values each has that name a thing of the site, or are of an unknown form. */
  usage: { siteThings: ReadonlyMap<string, number>; others: ReadonlyMap<string, number> };
}

/** The attributes of kinds that the destination lacks. */
export function resolveAttributes({
  structure,
  adapted: { asText },
  usage: { siteThings, others },
}: AttributesOfSource): Unresolved[] {
  return structure.attributes.flatMap(({ id, name, typeId }) => {
    const kind = asText.get(id);
    if (kind === undefined) return [];
    const type = typeOf(structure, typeId)?.name ?? typeId;
    const why = `The destination doesn't have ${wordsOf(kind)}.`;
    const uses = (siteThings.get(id) ?? 0) + (others.get(id) ?? 0);
    return [unresolved({ kind: 'attribute', id, name: `${type} › ${name}`, uses, why })];
  });
}
