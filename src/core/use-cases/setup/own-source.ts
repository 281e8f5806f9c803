import { cloudKind, type CloudDetails } from '../../sites/kinds/cloud-kind.ts';
import type { SiteId } from '../../kernel/ids.ts';
import type { CloudAccess } from '../../sites/kinds/cloud-credentials.ts';
import { sourceIdOf } from '../../sites/site-kind.ts';
import type { SetupSteps, SourceSite } from '../../sites/site.ts';
import { SERVICE_STORAGE } from '../../storages/storage.ts';
import type { Tenant } from '../../tenants/tenant.ts';
import type { SourceFindings } from './check-source.ts';
import type { CredentialsInput } from './credentials-input.ts';

/** The tenant's own site as it is to be saved; `before`: its own sites, the connected one first. */
export function ownSource(
  tenant: Tenant,
  typed: CredentialsInput,
  { account, access, rights, visibleSchemas }: SourceFindings,
  { before, now }: { before: readonly SourceSite[]; now: Date },
): SourceSite {
  const [last] = before;
  const current = connectedOf(before);
  const id = ownSourceId(tenant, typed);
  const same = before.find((site) => site.id === id);
  const details = detailsOf(typed, access);
  return {
    id,
    tenantId: tenant.id,
    kind: cloudKind.name,
    key: cloudKind.keyOf(details),
    roles: { source: true, target: true },
    siteUrl: tenant.siteUrl,
    account: { accountId: account.accountId, name: account.displayName },
    details,
    createdAt: same?.createdAt ?? now,
    tokenSetAt: current && typed.token === '' ? current.tokenSetAt : now,
    revision: same?.revision ?? 0,
    setup: {
      rights,
      visibleSchemas,
      storageId: last?.setup.storageId ?? SERVICE_STORAGE.id,
      stepsDone: stepsAfterCredentials(current),
      tokenExpiresOn: typed.tokenExpiresOn || undefined,
    },
  };
}

/** The site with what a test of it found. */
export const testedSource = (
  source: SourceSite,
  { account, access, rights, visibleSchemas }: SourceFindings,
): SourceSite => ({
  ...source,
  account: { accountId: account.accountId, name: account.displayName },
  details: { ...source.details, ...detailsOfAccess(access) },
  setup: { ...source.setup, rights, visibleSchemas },
});

export const connectedOf = (sites: readonly SourceSite[]): SourceSite | undefined =>
  sites.find(({ disconnectedAt }) => !disconnectedAt);

export const ownSourceId = (tenant: Tenant, typed: CredentialsInput): SiteId =>
  sourceIdOf(tenant.id, cloudKind.name, cloudKind.keyOf(typed));

/** The credentials of a source that is set up are edited; any other begins again. */
function stepsAfterCredentials(current: SourceSite | undefined): SetupSteps {
  return current && current.setup.stepsDone > 1 ? current.setup.stepsDone : 1;
}

const detailsOf = (
  { workspaceId, email }: CredentialsInput,
  access: CloudAccess,
): CloudDetails => ({ workspaceId, email, sandbox: false, ...detailsOfAccess(access) });

const detailsOfAccess = ({ cloudId, tokenKind }: CloudAccess) => ({ cloudId, tokenKind });
