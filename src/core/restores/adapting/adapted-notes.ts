import type { AttributeKind } from '../../assets/model/definitions/attribute-kind.ts';
import type { SchemaStructure } from '../../compare/structure/schema-structure.ts';
import { typeOf } from '../../compare/structure/schema-structure.ts';
import type { AdaptedName, Adaptations } from './adaptations.ts';

/** How many things one sentence names. */
const MAX_NAMED = 20;

const KIND_WORDS: Partial<Record<AttributeKind, string>> = {
  version: 'version attributes',
  confluence: 'Confluence attributes',
  project: 'project attributes',
};

/** What is written differently from the backup, in sentences. */
export function adaptedNotes(structure: SchemaStructure, adapted: Adaptations): string[] {
  const { types, statuses, asText, reservedInNames } = adapted;
  const notes: string[] = [];
  if (types.length > 0)
    notes.push(
      `The destination doesn't accept the characters ${reservedInNames.join(' ')} in names, so these object types are created under other names: ${renamed(types)}.`,
    );
  if (statuses.length > 0)
    notes.push(
      `The destination accepts shorter names of statuses only, so these are created under other names: ${renamed(statuses)}.`,
    );
  for (const [kind, ids] of Map.groupBy(asText.keys(), (id) => asText.get(id)))
    notes.push(
      `The destination doesn't have ${wordsOf(kind)}, so these are text attributes there: ${listed(ids.map((id) => attributeName(structure, id)))}. Choose above whether their values are kept as text.`,
    );
  return notes;
}

/** What attributes of a kind are called, several of them. */
export const wordsOf = (kind: AttributeKind = 'none'): string =>
  KIND_WORDS[kind] ?? 'attributes of this kind';

const renamed = (names: readonly AdaptedName[]): string =>
  listed(names.map(({ from, to }) => `"${from}" as "${to}"`));

function listed(names: readonly string[]): string {
  const more = names.length - MAX_NAMED;
  return `${names.slice(0, MAX_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function attributeName(structure: SchemaStructure, id: string): string {
  const attribute = structure.attributes.find((each) => each.id === id);
  if (!attribute) return id;
  return `"${attribute.name}" of ${typeOf(structure, attribute.typeId)?.name ?? attribute.typeId}`;
}
