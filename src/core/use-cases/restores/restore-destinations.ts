import type { Schema } from '../../assets/model/definitions/schema.ts';
import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import type { SiteLimits } from '../../assets/ports/site/site-limits.ts';
import type { BackupStore } from '../../backups/backup-store.ts';
import { getBackup } from '../../backups/get-backup.ts';
import type { CatalogStore } from '../../catalog/catalog-store.ts';
import { NotFound } from '../../kernel/errors.ts';
import type { CatalogId, RunId, SiteId, TenantId } from '../../kernel/ids.ts';
import type { RestoreInput } from '../../restores/restore-input.ts';
import { proposeSchema, schemaMistakes } from '../../restores/schema-mistakes.ts';
import { connectedSources } from '../../sites/connected-sources.ts';
import { isOwnSite } from '../../sites/is-own-site.ts';
import type { SiteAccess } from '../../sites/access/site-access.ts';
import type { Site, SiteStore } from '../../sites/site.ts';
import { chooseSchema, type SchemaWish } from './restore-wish.ts';

interface Deps {
  backups: BackupStore;
  catalog: Pick<CatalogStore, 'all'>;
  sites: Pick<SiteStore, 'ownSite' | 'sources' | 'targets'>;
  access: SiteAccess;
}

/** Where a restore can go: the sites that take one, and the schemas that are there. */
export class RestoreDestinations {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** The target instances, and the sources beside the tenant's own site that take restores. */
  async targets(tenantId: TenantId): Promise<Site[]> {
    const { sites } = this.#deps;
    const sources = await connectedSources(sites, tenantId);
    const further = sources.filter((site) => site.roles.target && !isOwnSite(site));
    return [...(await sites.targets(tenantId)), ...further];
  }

  /**
   * The schemas of a destination by name, asked of the site. @throws NotFound, Refused, Unavailable
   */
  async schemas(tenantId: TenantId, targetId: SiteId | undefined): Promise<Schema[]> {
    return (await this.#schemasOf(tenantId, targetId)).schemas;
  }

  /** A name and key that are free on the destination, as near to the backup's as can be. */
  async propose(
    tenantId: TenantId,
    targetId: SiteId | undefined,
    backupId: RunId,
  ): Promise<{ name: string; key: string }> {
    const backup = await getBackup(this.#deps.backups, tenantId, backupId);
    const { name, key } = backup.schema;
    const { schemas, limits } = await this.#schemasOf(tenantId, targetId);
    return proposeSchema({ name, key }, schemas, limits?.reservedInNames);
  }

  /** What is wrong with a name and key for a new schema, by field; empty when both are free. */
  async nameMistakes(
    tenantId: TenantId,
    targetId: SiteId | undefined,
    wish: { name: string; key: string },
  ): Promise<Record<string, string>> {
    const { schemas, limits } = await this.#schemasOf(tenantId, targetId);
    return schemaMistakes(wish, schemas, limits?.reservedInNames);
  }

  /**
   * The wished schema as it is on the destination, or can be made there. @throws InvalidInput
   * `name` | `key` | `schemaId`, NotFound, Refused, Unavailable
   */
  async chooseSchema(
    tenantId: TenantId,
    targetId: SiteId | undefined,
    wish: SchemaWish,
  ): Promise<RestoreInput['schema']> {
    const { schemas, limits } = await this.#schemasOf(tenantId, targetId);
    return chooseSchema(wish, schemas, limits);
  }

  /**
   * A person waits. Without an id, the tenant's own site. @throws NotFound, Refused, Unavailable
   */
  async open(
    tenantId: TenantId,
    targetId: SiteId | undefined,
  ): Promise<{ site: Site; assets: AssetsDestination }> {
    const id = targetId ?? (await this.#deps.sites.ownSite(tenantId))?.id;
    if (id === undefined)
      throw new NotFound('This site was disconnected. Set up the connection again.');
    return this.#deps.access.openDestination(tenantId, id, { page: true });
  }

  /** The catalog's id of a schema of the tenant's own site; undefined for a new one. */
  async inCatalog(
    { tenantId, id }: Site,
    schema: RestoreInput['schema'],
  ): Promise<CatalogId | undefined> {
    if (schema.kind === 'new') return undefined;
    const known = await this.#deps.catalog.all(tenantId, id);
    return known.find(({ schemaId }) => schemaId === schema.id)?.id;
  }

  /** Sorted by name, with what the site is known not to take. */
  async #schemasOf(
    tenantId: TenantId,
    targetId: SiteId | undefined,
  ): Promise<{ schemas: Schema[]; limits: SiteLimits | undefined }> {
    const { assets } = await this.open(tenantId, targetId);
    const { schemas } = await assets.schemas();
    return {
      schemas: schemas.sort((a, b) => (a.name < b.name ? -1 : 1)),
      limits: assets.limits,
    };
  }
}
