/** What has a name of its own on each site, whoever or whatever an attribute names by it. */
export type NamedKind = 'user' | 'group' | 'status' | 'project';

/** What attributes hold, as far as it matters for translating the values they are compared with. */
export type HeldKind = NamedKind | 'reference' | 'other';

/**
 * What things of the backup are called after the restore. Each function is given an id, key or name
 * as a filter has it, and answers `undefined` for what it does not know. AQL ignores the case of
 * names, so `typeName`, `schemaName` and `heldKinds` should as well.
 */
export interface AqlNames {
  /** The schema key in the backup and the one it was restored under, without a hyphen. */
  oldKeyPrefix: string;
  newKeyPrefix: string;
  objectTypeId(old: string): string | undefined;
  objectSchemaId(old: string): string | undefined;
  objectId(old: string): string | undefined;
  objectKey(old: string): string | undefined;
  schemaName(old: string): string | undefined;
  typeName(old: string): string | undefined;
  /**
   * What the attributes of this name hold: several kinds where types differ, none where no
   * attribute has this name.
   */
  heldKinds(attributeName: string): ReadonlySet<HeldKind>;
  /**
   * The counterpart of what the backup calls by this name: `null` where the destination lacks it,
   * `undefined` where the backup has none of that name.
   */
  named(kind: NamedKind, old: string): string | null | undefined;
}
