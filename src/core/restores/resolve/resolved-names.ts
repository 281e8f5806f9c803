type NameKind = 'user' | 'group' | 'status' | 'project' | 'icon' | 'reference';

/** What the names of a backup are on the destination: the backup's id → the id there. */
export type ResolvedNames = Readonly<Record<NameKind, ReadonlyMap<string, string>>>;
