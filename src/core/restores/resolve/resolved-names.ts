type NameKind = 'user' | 'group' | 'status' | 'project' | 'version' | 'icon' | 'reference';

/** The counterparts of the backup's names on the destination: the backup's id → the id there. */
export type ResolvedNames = Readonly<Record<NameKind, ReadonlyMap<string, string>>>;
