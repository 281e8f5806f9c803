/** A status or reference type, as far as matching by name needs it. */
export interface Named {
  name: string;
  /** Undefined: a global one. */
  schemaId?: string | undefined;
  /** Only of a status. */
  category?: number | undefined;
}

/** What definitions are looked for in. */
export interface SchemaThere {
  /** Undefined: the schema does not exist yet. */
  schemaId?: string | undefined;
  /** The very schema that was backed up. */
  isSameSchema: boolean;
}

/**
 * Finds a status or reference type by its id where it is the very schema that was backed up, for it
 * may have another name by now; else by its name.
 */
export function matchDefinition<T extends Named & { id: string }>(
  wanted: Named & { id: string },
  there: readonly T[],
  { schemaId, isSameSchema }: SchemaThere,
): T | undefined {
  const unmoved = isSameSchema ? there.find(({ id }) => id === wanted.id) : undefined;
  return unmoved ?? matchNamed(wanted, there, schemaId);
}

/**
 * Finds a status or reference type by its name: a status of the same category first, then the
 * schema's own before global ones. A global status of another category does not stand for one of
 * the schema's own: the two can exist side by side.
 */
export function matchNamed<T extends Named>(
  wanted: Named,
  there: readonly T[],
  schemaId: string | undefined,
): T | undefined {
  const isSameCategory = (each: T): boolean => each.category === wanted.category;
  const mayStandFor = (each: T): boolean =>
    wanted.schemaId === undefined || each.schemaId !== undefined || isSameCategory(each);
  const rank = (each: T): number =>
    (isSameCategory(each) ? 0 : 2) + (each.schemaId === undefined ? 1 : 0);
  return there
    .filter(
      (each) =>
        each.name === wanted.name &&
        (each.schemaId === undefined || each.schemaId === schemaId) &&
        mayStandFor(each),
    )
    .sort((a, b) => rank(a) - rank(b))[0];
}
