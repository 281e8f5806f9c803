import type { CatalogStore } from '../../catalog/catalog.ts';
import type { Clock } from '../../kernel/clock.ts';
import { Conflict, InvalidInput, NotFound } from '../../kernel/errors.ts';
import type { TenantId } from '../../kernel/ids.ts';
import type { RunStore } from '../../runs/run.ts';
import type { ScheduleStore } from '../../schedules/schedule.ts';
import { stopSchedules } from '../../schedules/stop-schedules.ts';
import { besideField } from '../../sites/beside-field.ts';
import type { SiteCheck } from '../../sites/site-check.ts';
import type { Connection, ConnectionStore } from '../../sites/connection.ts';
import { readCredentials } from './credentials-input.ts';
import type { Tenant } from '../../tenants/tenant.ts';
import { tokenExpiryBanner } from '../../sites/token-expiry.ts';

export interface SetupView {
  /** The last step that is saved; the step to show is the next one. */
  stepsDone: 0 | 1 | 2 | 3;
  connection: Connection | null;
  storage: { id: string; label: string; graceDays: number };
  banner?: string;
}

interface Deps {
  clock: Clock;
  connections: ConnectionStore;
  catalog: CatalogStore;
  runs: RunStore;
  schedules: ScheduleStore;
  check: SiteCheck;
  storage: { label: string; graceDays: number };
}

/** The initial setup and its later edits: live checks first, then one save. Nothing is stored that was not seen to work. */
export class Setup {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async view(tenantId: TenantId): Promise<SetupView> {
    const connection = await this.#deps.connections.get(tenantId);
    const banner = tokenExpiryBanner(connection?.tokenExpiresOn, this.#deps.clock.now());
    const view = {
      stepsDone: connection?.stepsDone ?? 0,
      connection,
      storage: { id: 'service', ...this.#deps.storage },
    };
    return banner ? { ...view, banner } : view;
  }

  /** The workspace ID of the tenant's site, asked for with what was typed so far. @throws InvalidInput, Unavailable */
  async findWorkspace(
    tenant: Tenant,
    input: { email?: unknown; token?: unknown },
  ): Promise<string> {
    const email = typeof input.email === 'string' ? input.email.trim() : '';
    const typed = typeof input.token === 'string' ? input.token.trim() : '';
    const token = typed || (await this.#deps.connections.token(tenant.id)) || '';
    if (!email)
      throw new InvalidInput({ email: 'Type the email first: the site is asked with it.' });
    if (!token)
      throw new InvalidInput({ token: 'Type the API token first: the site is asked with it.' });
    await this.#account(tenant, email, token);
    return (await this.#workspaces(tenant, email, token))[0]!;
  }

  /** Checks live, in order, and saves. @throws InvalidInput whose one field is the one to edit; Unavailable; Conflict when somebody else saved meanwhile */
  async saveCredentials(tenant: Tenant, input: unknown): Promise<Connection> {
    const { connections, clock } = this.#deps;
    const current = await connections.get(tenant.id);
    const stored = await connections.token(tenant.id);
    const {
      workspaceId,
      email,
      token: typed,
      tokenExpiresOn,
    } = readCredentials(input, stored !== null);
    if (current && current.workspaceId !== workspaceId) await this.#assertIdle(tenant.id);
    const token = typed || stored!;
    const account = await this.#account(tenant, email, token);
    const workspaces = await this.#workspaces(tenant, email, token);
    if (!workspaces.includes(workspaceId))
      throw new InvalidInput({
        workspaceId:
          'This workspace ID does not belong to this site. Use "Find it" to fill in the right one.',
      });
    const assets = await this.#assets({ siteUrl: tenant.siteUrl, workspaceId, email, token });
    const now = new Date(clock.now());
    const deleted = current ? null : await connections.getDeleted(tenant.id);
    const before = current ?? deleted;
    const saved = await connections.save(
      {
        tenantId: tenant.id,
        siteUrl: tenant.siteUrl,
        workspaceId,
        email,
        accountId: account.accountId,
        accountName: account.displayName,
        tokenSetAt: typed || !current ? now : current.tokenSetAt,
        rights: assets.rights,
        visibleSchemas: assets.visibleSchemas,
        storageId: before?.storageId ?? 'service',
        stepsDone: current ? (Math.max(1, current.stepsDone) as 1 | 2 | 3) : 1,
        ...(tokenExpiresOn ? { tokenExpiresOn } : {}),
        ...(before?.lastSyncAt && before.workspaceId === workspaceId
          ? { lastSyncAt: before.lastSyncAt }
          : {}),
      },
      typed || undefined,
      before?.revision ?? 0,
    );
    if (before && before.workspaceId !== workspaceId)
      await this.#leave(tenant.id, before.workspaceId);
    await this.#deps.catalog.setConnected(tenant.id, workspaceId, true);
    return saved;
  }

  /** Step 2: backups go to the service's own storage. @throws NotFound before step 1 */
  async saveStorage(tenantId: TenantId): Promise<Connection> {
    const connection = await this.#deps.connections.get(tenantId);
    if (!connection) throw new NotFound('Save the credentials first.');
    return this.#deps.connections.patch(tenantId, {
      storageId: 'service',
      stepsDone: Math.max(2, connection.stepsDone) as 2 | 3,
    });
  }

  /** Erases the token, stops schedules and hides the catalog; backups stay and come back when the same workspace is connected again. @throws Conflict while work is in hand */
  async deleteConnection(tenantId: TenantId): Promise<void> {
    const connection = await this.#deps.connections.get(tenantId);
    if (!connection) return;
    await this.#assertIdle(tenantId);
    await this.#deps.connections.delete(tenantId);
    await this.#leave(tenantId, connection.workspaceId);
  }

  /** Should it end half-way: a schedule that comes due without a connection switches itself off. */
  async #leave(tenantId: TenantId, workspaceId: string): Promise<void> {
    await stopSchedules(this.#deps.schedules, tenantId);
    await this.#deps.catalog.setConnected(tenantId, workspaceId, false);
  }

  async #assertIdle(tenantId: TenantId): Promise<void> {
    const open = await this.#deps.runs.open(tenantId);
    if (open.some(({ kind }) => kind === 'backup' || kind === 'sync' || kind === 'restore'))
      throw new Conflict(
        'work-in-hand',
        'A backup, a restore or a sync is in hand. Wait until it has ended, or stop it first.',
      );
  }

  async #account(tenant: Tenant, email: string, token: string) {
    return besideField(() => this.#deps.check.account(tenant.siteUrl, email, token), {
      'token-refused': {
        token: `Atlassian refused this email and API token on ${tenant.siteUrl}. Check both, or create a new token.`,
      },
    });
  }

  async #workspaces(tenant: Tenant, email: string, token: string): Promise<string[]> {
    const workspaces = await besideField(
      () => this.#deps.check.workspaces(tenant.siteUrl, email, token),
      {
        'token-refused': {
          token:
            'Atlassian refused the API token while the workspace was looked up. Create a new token.',
        },
        'no-permission': {
          email:
            'This account may not look up the Assets workspace. Use an account with access to Jira Service Management.',
        },
      },
    );
    if (workspaces.length === 0)
      throw new InvalidInput({
        workspaceId:
          'This site has no Assets. It comes with Jira Service Management Premium or Enterprise: check the plan of the site.',
      });
    return workspaces;
  }

  async #assets(credentials: {
    siteUrl: string;
    workspaceId: string;
    email: string;
    token: string;
  }) {
    return besideField(() => this.#deps.check.assets(credentials), {
      'no-permission': {
        email:
          'Assets does not answer for this account. Give it access to Jira Service Management and to the schemas, or use another account.',
      },
      'token-refused': {
        token:
          'Assets refused the API token. A token with scopes needs the Assets scopes: create one without scopes, or add them.',
      },
      'workspace-gone': {
        workspaceId:
          'Assets does not know this workspace ID. Use "Find it" to fill in the right one.',
      },
      'no-assets': {
        workspaceId:
          'This site has no Assets. It comes with Jira Service Management Premium or Enterprise: check the plan of the site.',
      },
    });
  }
}
