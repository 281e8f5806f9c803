import { NotFound, Refused } from '../kernel/errors.ts';
import type { TargetId, TenantId } from '../kernel/ids.ts';
import type { AssetsDestination } from '../assets/ports/assets-destination.ts';
import type { SiteWait } from '../assets/ports/site-wait.ts';
import type { TargetFactory } from '../assets/ports/target-factory.ts';
import type { ConnectionStore } from './connection.ts';
import type { TargetStore } from './target-instance.ts';

/** Where a restore writes, and as whom. */
export interface TargetPlace {
  siteUrl: string;
  workspaceId: string;
  accountId: string;
  accountName: string;
  /** Absent: the tenant's own site. */ targetName?: string;
}

/** Opens the site that a restore writes to: the tenant's own, or a target instance. */
export class TargetAccess {
  readonly #deps: { connections: ConnectionStore; targets: TargetStore; sites: TargetFactory };

  constructor(deps: { connections: ConnectionStore; targets: TargetStore; sites: TargetFactory }) {
    this.#deps = deps;
  }

  /** `page`: a person waits. @throws NotFound when the connection or target instance was deleted; Refused `token-refused` when no token is stored */
  async open(
    tenantId: TenantId,
    targetId: TargetId | undefined,
    options: { page?: boolean; onWait?: (wait: SiteWait | null) => void } = {},
  ): Promise<{ target: AssetsDestination; place: TargetPlace }> {
    const { account, token } = await (targetId === undefined
      ? this.#own(tenantId)
      : this.#other(tenantId, targetId));
    if (token === null)
      throw new Refused('token-refused', 'No API token is stored for the destination. Edit it.');
    const { email, ...place } = account;
    return {
      target: this.#deps.sites.openTarget(
        { siteUrl: place.siteUrl, workspaceId: place.workspaceId, email, token },
        options,
      ),
      place,
    };
  }

  async #own(tenantId: TenantId) {
    const { connections } = this.#deps;
    const connection = await connections.get(tenantId);
    if (!connection) throw new NotFound('The connection was deleted. Set it up again.');
    const { siteUrl, workspaceId, email, accountId, accountName } = connection;
    return {
      account: { siteUrl, workspaceId, email, accountId, accountName },
      token: await connections.token(tenantId),
    };
  }

  async #other(tenantId: TenantId, id: TargetId) {
    const { targets } = this.#deps;
    const { name, siteUrl, workspaceId, email, accountId, accountName } = await targets.get(
      tenantId,
      id,
    );
    return {
      account: { siteUrl, workspaceId, email, accountId, accountName, targetName: name },
      token: await targets.token(tenantId, id),
    };
  }
}
