import { typeOf, type SchemaStructure } from '../../compare/schema-structure.ts';
import { wordsOf } from '../adapting/adapted-notes.ts';
import type { Adaptations } from '../adapting/adaptations.ts';
import { unresolved, type Unresolved } from './unresolved.ts';

interface AttributesOfSource {
  structure: SchemaStructure;
  adapted: Adaptations;
  /** How many values of forms that can't be written each has. */
  usage: { others: ReadonlyMap<string, number> };
}

/** The attributes of kinds that the destination lacks. */
export function resolveAttributes({
  structure,
  adapted: { asText },
  usage: { others },
}: AttributesOfSource): Unresolved[] {
  return structure.attributes.flatMap(({ id, name, typeId }) => {
    const kind = asText.get(id);
    if (kind === undefined) return [];
    const type = typeOf(structure, typeId)?.name ?? typeId;
    const why = `The destination doesn't have ${wordsOf(kind)}.`;
    const uses = others.get(id) ?? 0;
    return [unresolved({ kind: 'attribute', id, name: `${type} › ${name}`, uses, why })];
  });
}
