import { attributesOf, type SchemaStructure } from '../../compare/schema-structure.ts';

/** Assets allows two unique attributes a type, including inherited ones. */
const MAX_UNIQUE = 2;
const NAME = 'Original key';

/** A name that no attribute of the backup has. */
export function originalKeyName(source: SchemaStructure): string {
  const names = new Set(source.attributes.map((attribute) => attribute.name.toLowerCase()));
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? NAME : `${NAME} ${number}`;
    if (!names.has(name.toLowerCase())) return name;
  }
}

/**
 * Of the types that a run makes, those that get a unique attribute for the old key while it lasts:
 * the topmost ones, whose inheritors get it from them, where neither they nor an inheritor has two
 * unique attributes already. The backup's ids.
 */
export function originalKeyTypes(source: SchemaStructure, making: readonly string[]): string[] {
  const made = new Set(making);
  const inheritors = (id: string): string[] =>
    source.types.find((type) => type.id === id)?.inherited
      ? source.types
          .filter((type) => type.parentId === id && made.has(type.id))
          .flatMap((type) => [type.id, ...inheritors(type.id)])
      : [];
  const unique = (id: string): number =>
    attributesOf(source, id).filter((attribute) => attribute.unique).length;
  const hasRoom = (id: string): boolean => unique(id) < MAX_UNIQUE;
  const chosen: string[] = [];
  const covered = new Set<string>();
  for (const { id } of source.types) {
    // parents come first
    if (!made.has(id) || covered.has(id) || ![id, ...inheritors(id)].every(hasRoom)) continue;
    chosen.push(id);
    for (const inheritor of [id, ...inheritors(id)]) covered.add(inheritor);
  }
  return chosen;
}

/** The chosen type from which a type has its original key; undefined where it has none. */
export function originalKeyOwner(
  source: SchemaStructure,
  chosen: readonly string[],
  typeId: string,
): string | undefined {
  const type = source.types.find((each) => each.id === typeId);
  if (!type) return undefined;
  if (chosen.includes(type.id)) return type.id;
  const parent = source.types.find((each) => each.id === type.parentId);
  return parent?.inherited ? originalKeyOwner(source, chosen, parent.id) : undefined;
}

/**
 * Of these types those that get an attribute for the old key of their own, to be kept, though it
 * cannot be unique: the topmost ones that have none from `unique`.
 */
export function plainKeyTypes(
  source: SchemaStructure,
  unique: readonly string[],
  wanted: readonly string[],
): string[] {
  const chosen: string[] = [];
  for (const { id } of source.types)
    if (wanted.includes(id) && originalKeyOwner(source, [...unique, ...chosen], id) === undefined)
      chosen.push(id); // parents come first
  return chosen;
}

/** The types whose objects keep their old keys, where that was chosen. */
export function keptKeyTypes(
  source: Pick<SchemaStructure, 'types'>,
  ancestorsOnly: ReadonlySet<string>,
): string[] {
  return source.types
    .filter((type) => !ancestorsOnly.has(type.id) && !type.abstract)
    .map((type) => type.id);
}
