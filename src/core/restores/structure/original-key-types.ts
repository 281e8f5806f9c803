import {
  attributesOf,
  typeOf,
  type SchemaStructure,
  type StructureType,
} from '../../compare/structure/schema-structure.ts';

/** Assets allows two unique attributes a type, including inherited ones. */
const MAX_UNIQUE = 2;
const NAME = 'Original key';

/** A name that no attribute of the backup has. */
export function originalKeyName(source: SchemaStructure): string {
  const names = new Set(source.attributes.map((attribute) => attribute.name.toLowerCase()));
  let name = NAME;
  for (let number = 2; number <= names.size + 1 && names.has(name.toLowerCase()); number += 1)
    name = `${NAME} ${number}`;
  return name;
}

/**
 * Of the types that a run makes, those that get a unique attribute for the original key while it
 * lasts: the topmost ones, whose inheritors get it from them, where neither they nor an inheritor
 * has two unique attributes already. The backup's ids.
 */
export function originalKeyTypes(source: SchemaStructure, making: readonly string[]): string[] {
  const made = new Set(making);
  const inheritors = inheritorsOf(source.types.filter(({ id }) => made.has(id)));
  const lacksRoom = new Set<string>();
  const covered = new Set<string>();
  const chosen: string[] = [];
  // children first: a type without room leaves none above it
  for (const { id } of source.types.toReversed())
    if (!hasRoom(source, id) || inheritors.get(id)?.some((each) => lacksRoom.has(each)))
      lacksRoom.add(id);
  // parents come first
  for (const { id } of source.types) {
    if (!made.has(id)) continue;
    if (!covered.has(id) && lacksRoom.has(id)) continue;
    if (!covered.has(id)) chosen.push(id);
    for (const inheritor of inheritors.get(id) ?? []) covered.add(inheritor);
  }
  return chosen;
}

const hasRoom = (source: SchemaStructure, id: string): boolean =>
  attributesOf(source, id).filter((attribute) => attribute.unique).length < MAX_UNIQUE;

/** The children of each type that have its attributes. */
function inheritorsOf(types: readonly StructureType[]): Map<string, string[]> {
  const heirs = new Map<string, string[]>(
    types.filter(({ inherited }) => inherited).map(({ id }) => [id, []]),
  );
  for (const { id, parentId } of types) heirs.get(parentId ?? '')?.push(id);
  return heirs;
}

/** The chosen type from which a type inherits its original key; undefined if it has none. */
export function originalKeyOwner(
  { types, attributes }: Pick<SchemaStructure, 'types' | 'attributes'>,
  chosen: ReadonlySet<string>,
  typeId: string,
): string | undefined {
  let type = typeOf({ types, attributes }, typeId);
  while (type && !chosen.has(type.id)) {
    const parent = typeOf({ types, attributes }, type.parentId ?? '');
    type = parent?.inherited ? parent : undefined;
  }
  return type?.id;
}

/**
 * The types among these that get a permanent attribute for the original key which cannot be unique:
 * the topmost ones that inherit none from `unique`.
 */
export function plainKeyTypes(
  source: SchemaStructure,
  unique: readonly string[],
  wanted: readonly string[],
): string[] {
  const asked = new Set(wanted);
  const having = new Set(unique);
  const chosen: string[] = [];
  for (const { id } of source.types) {
    if (!asked.has(id) || originalKeyOwner(source, having, id) !== undefined) continue;
    chosen.push(id); // parents come first
    having.add(id);
  }
  return chosen;
}

/** The types whose objects keep their original keys, where that was chosen. */
export function keptKeyTypes(
  source: Pick<SchemaStructure, 'types'>,
  ancestorsOnly: ReadonlySet<string>,
): string[] {
  return source.types
    .filter((type) => !ancestorsOnly.has(type.id) && !type.abstract)
    .map((type) => type.id);
}
