import type { ConnectedIssues } from '../../assets/model/connected-issues.ts';
import type { Available } from '../../assets/ports/site/available.ts';
import type { BackupStore } from '../../backups/backup-store.ts';
import { getBackup } from '../../backups/get-backup.ts';
import type { CatalogStore } from '../../catalog/catalog-store.ts';
import { ProductError } from '../../kernel/errors.ts';
import type { RunId, SiteId, TenantId } from '../../kernel/ids.ts';
import type { SiteAccess } from '../../sites/access/site-access.ts';

interface ConnectedIssuesDeps {
  backups: BackupStore;
  catalog: Pick<CatalogStore, 'get'>;
  access: Pick<SiteAccess, 'open' | 'openParts'>;
}

/** What a site says now of the issues that name an object of a backup. */
export interface ConnectedNow {
  siteUrl: string;
  found: Available<ConnectedIssues>;
}

/** Asks sites for the issues that name single objects, while a person looks at them. */
export class ConnectedIssuesOf {
  readonly #deps: ConnectedIssuesDeps;

  constructor(deps: ConnectedIssuesDeps) {
    this.#deps = deps;
  }

  /** Whatever keeps the site from being asked is a reason, not an error. @throws NotFound */
  async now(tenantId: TenantId, backupId: RunId, objectId: string): Promise<ConnectedNow> {
    const { backups, catalog } = this.#deps;
    const { catalogId, site } = await getBackup(backups, tenantId, backupId);
    const { siteUrl } = site;
    try {
      const { siteId } = await catalog.get(tenantId, catalogId);
      const found = await this.#ask({ tenantId, siteId, siteKey: site.workspaceId }, objectId);
      return { siteUrl, found };
    } catch (error) {
      if (!(error instanceof ProductError)) throw error;
      return { siteUrl, found: { unavailable: error.message } };
    }
  }

  async #ask(
    { tenantId, siteId, siteKey }: { tenantId: TenantId; siteId: SiteId; siteKey: string },
    objectId: string,
  ): Promise<Available<ConnectedIssues>> {
    const { access } = this.#deps;
    const page = { page: true };
    const { site, readers } = await access.openParts(tenantId, siteId, page);
    if (site.key !== siteKey)
      return { unavailable: 'The connection leads to another site by now.' };
    if (!readers.connectedIssues)
      return { unavailable: "This kind of site can't be asked for them." };
    const found = await readers.connectedIssues.connectedIssues(objectId);
    if ('value' in found) return found;
    const { assets } = await access.open(tenantId, siteId, page);
    const isGone = (await assets.object(objectId)) === null;
    return isGone ? { unavailable: 'This object no longer exists in Assets.' } : found;
  }
}
