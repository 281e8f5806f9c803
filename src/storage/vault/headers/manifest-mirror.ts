export type ManifestKind = 'header' | 'part';

/** What every sealed manifest has, whichever kind it is of. */
export interface ManifestDocument {
  _id: string;
  data: Buffer;
}

/**
 * A second copy of headers and parts, for a storage whose manifests are not where its packs are, so
 * that the packs are enough to list the backups. All of it may be repeated.
 */
export interface ManifestMirror {
  /** `packs`: those that the manifest names. */
  put(kind: ManifestKind, document: ManifestDocument, packs: readonly string[]): Promise<void>;
  remove(kind: ManifestKind, ids: readonly string[]): Promise<void>;
  ids(kind: ManifestKind): Promise<ReadonlySet<string>>;
}
