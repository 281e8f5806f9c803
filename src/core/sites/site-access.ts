import { NotFound, Refused } from '../kernel/errors.ts';
import type { TenantId } from '../kernel/ids.ts';
import type { Connection, ConnectionStore } from './connection.ts';
import type { AssetsReader } from '../assets/ports/assets-reader.ts';
import type { SiteFactory } from '../assets/ports/site-factory.ts';
import type { SiteWait } from '../assets/ports/site-wait.ts';

/** Opens the site that a tenant is connected to, spoken for by the stored account. */
export class SiteAccess {
  readonly #connections: ConnectionStore;
  readonly #sites: SiteFactory;

  constructor(connections: ConnectionStore, sites: SiteFactory) {
    this.#connections = connections;
    this.#sites = sites;
  }

  /** @throws NotFound when the connection was deleted; Refused `token-refused` when no token is stored */
  async open(
    tenantId: TenantId,
    onWait?: (wait: SiteWait | null) => void,
  ): Promise<{ site: AssetsReader; connection: Connection }> {
    const connection = await this.#connections.get(tenantId);
    if (!connection) throw new NotFound('The connection was deleted. Set it up again.');
    const token = await this.#connections.token(tenantId);
    if (token === null)
      throw new Refused('token-refused', 'No API token is stored. Edit the configuration.');
    const { siteUrl, workspaceId, email } = connection;
    return {
      site: this.#sites.open({ siteUrl, workspaceId, email, token }, onWait ? { onWait } : {}),
      connection,
    };
  }
}
