import type { TenantId } from '../../kernel/ids.ts';
import { hostOf } from '../../sites/host-of.ts';
import { dataCenterKind, type DataCenterDetails } from '../../sites/kinds/data-center-kind.ts';
import { sourceIdOf } from '../../sites/site-kind.ts';
import type { SourceSite } from '../../sites/site.ts';
import type { DataCenterFound } from './check-data-center.ts';
import type { DataCenterInput } from './data-center-input.ts';

/**
 * A Data Center as it is to be saved; `before`: the tenant's sources as they were before anything
 * was asked of the site, so that whoever saved since is not overwritten.
 */
export function dataCenterSource(
  tenantId: TenantId,
  typed: DataCenterInput,
  found: DataCenterFound,
  { before, now }: { before: readonly SourceSite[]; now: Date },
): SourceSite {
  const details = detailsOf(tenantId, typed, found);
  const key = dataCenterKind.keyOf(details);
  const id = sourceIdOf(tenantId, dataCenterKind.name, key);
  const same = before.find((site) => site.id === id);
  const { rights, visibleSchemas } = found;
  return {
    id,
    tenantId,
    kind: dataCenterKind.name,
    key,
    roles: { source: true, target: true },
    name: typed.name,
    siteUrl: found.access.siteUrl,
    account: accountOf(found),
    details,
    createdAt: same?.createdAt ?? now,
    tokenSetAt: typed.secret === '' && same ? same.tokenSetAt : now,
    setup: { rights, visibleSchemas, storageId: typed.storageId, stepsDone: 3 },
    revision: same?.revision ?? 0,
  };
}

/** The instance with what a test of it found. */
export function testedDataCenter(instance: SourceSite, found: DataCenterFound): SourceSite {
  const { root, version, rights, visibleSchemas } = found;
  return {
    ...instance,
    account: accountOf(found),
    details: { ...instance.details, root, version },
    setup: { ...instance.setup, rights, visibleSchemas },
  };
}

const detailsOf = (
  tenantId: TenantId,
  { userName, certificate, byAgent }: DataCenterInput,
  { access, root, version }: DataCenterFound,
): DataCenterDetails => ({
  place: hostOf(access.siteUrl),
  root,
  version,
  userName,
  certificate,
  agentOf: byAgent ? String(tenantId) : null,
});

const accountOf = ({ account }: DataCenterFound): SourceSite['account'] => ({
  accountId: account.accountId,
  name: account.displayName,
});
