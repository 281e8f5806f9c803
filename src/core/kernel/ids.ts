/** Branded ids: all are strings, none can be mistaken for another. */
type Brand<B extends string> = string & { readonly __brand: B };

/** One incarnation of a tenant: an installation of the app on a site. Every document carries it; a purge deletes by it. */
export type TenantId = Brand<'TenantId'>;
/** A schema in our catalog (not Assets' own id, which differs between sites). */
export type CatalogId = Brand<'CatalogId'>;
/** A run, and, for a run of kind `backup` that is complete, the backup. */
export type RunId = Brand<'RunId'>;
/** A target instance: another site that backups may be restored to. */
export type TargetId = Brand<'TargetId'>;

export const tenantId = (value: string): TenantId => value as TenantId;
export const catalogId = (value: string): CatalogId => value as CatalogId;
export const runId = (value: string): RunId => value as RunId;
export const targetId = (value: string): TargetId => value as TargetId;
