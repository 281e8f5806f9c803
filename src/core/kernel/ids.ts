/** Branded ids: all are strings, none can be mistaken for another. */
type Brand<B extends string> = string & { readonly __brand: B };

/**
 * One incarnation of a tenant: an installation of the app on a site. Every document carries it; a
 * purge deletes by it.
 */
export type TenantId = Brand<'TenantId'>;
/** A schema in our catalog (not Assets' own id, which differs between sites). */
export type CatalogId = Brand<'CatalogId'>;
/** A run, and, for a run of kind `backup` that is complete, the backup. */
export type RunId = Brand<'RunId'>;
/**
 * A site as one tenant knows it: its own, or a target instance. Its own keeps its id when it is
 * connected again.
 */
export type SiteId = Brand<'SiteId'>;

export const tenantId = (value: string): TenantId => value as TenantId;
export const catalogId = (value: string): CatalogId => value as CatalogId;
export const runId = (value: string): RunId => value as RunId;
export const siteId = (value: string): SiteId => value as SiteId;
