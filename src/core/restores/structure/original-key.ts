import { attributesOf, type SchemaStructure } from '../../compare/schema-structure.ts';

/** Assets takes two unique attributes a type, inherited ones counted. */
const UNIQUE_MOST = 2;
const NAME = 'Original key';

/** A name that no attribute of the backup has. */
export function originalKeyName(source: SchemaStructure): string {
  const taken = new Set(source.attributes.map((attribute) => attribute.name.toLowerCase()));
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? NAME : `${NAME} ${number}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}

/**
 * Of the types that a run makes, those that get a unique attribute for the old key while it lasts: the topmost ones, whose heirs have it from them, where neither
 * they nor an heir has two unique attributes already. The backup's ids.
 */
export function originalKeyTypes(source: SchemaStructure, making: string[]): string[] {
  const made = new Set(making);
  const heirs = (id: string): string[] =>
    source.types.find((type) => type.id === id)?.inherited
      ? source.types
          .filter((type) => type.parentId === id && made.has(type.id))
          .flatMap((type) => [type.id, ...heirs(type.id)])
      : [];
  const unique = (id: string): number =>
    attributesOf(source, id).filter((attribute) => attribute.unique).length;
  const hasRoom = (id: string): boolean => unique(id) < UNIQUE_MOST;
  const chosen: string[] = [];
  const covered = new Set<string>();
  for (const { id } of source.types) {
    // parents come first
    if (!made.has(id) || covered.has(id) || ![id, ...heirs(id)].every(hasRoom)) continue;
    chosen.push(id);
    for (const heir of [id, ...heirs(id)]) covered.add(heir);
  }
  return chosen;
}

/** The chosen type from which a type has its original key; undefined where it has none. */
export function originalKeyOwner(
  source: SchemaStructure,
  chosen: readonly string[],
  typeId: string,
): string | undefined {
  for (let type = source.types.find((each) => each.id === typeId); type;) {
    if (chosen.includes(type.id)) return type.id;
    const parent = source.types.find((each) => each.id === type!.parentId);
    type = parent?.inherited ? parent : undefined;
  }
  return undefined;
}

/** Of these types those that get an attribute for the old key of their own, to be kept, though it cannot be unique: the topmost ones that have none from `unique`. */
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
