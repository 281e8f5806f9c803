import type { TenantId } from '../../src/core/kernel/ids.ts';
import { cloudKind } from '../../src/core/sites/kinds/cloud-kind.ts';
import { sourceIdOf } from '../../src/core/sites/site-kind.ts';
import type { SourceSite } from '../../src/core/sites/site.ts';
import { SERVICE_STORAGE } from '../../src/core/storages/storage.ts';

export const BENCH_PERSON = { accountId: '1', name: 'Bench' };

/** Of the tenant's own site; every other workspace is of a further source. */
const OWN_WORKSPACE = 'w';

/** A connected site whose setup is done, as the setup would have stored it. */
export function benchSource(tenantId: TenantId, workspaceId = OWN_WORKSPACE): SourceSite {
  const details = { workspaceId, email: 'a@example.com', sandbox: false };
  const key = cloudKind.keyOf(details);
  const now = new Date();
  return {
    id: sourceIdOf(tenantId, cloudKind.name, key),
    tenantId,
    kind: cloudKind.name,
    key,
    ...(workspaceId === OWN_WORKSPACE ? {} : { name: workspaceId }),
    roles: { source: true, target: true },
    siteUrl: 'http://site',
    account: BENCH_PERSON,
    details,
    createdAt: now,
    tokenSetAt: now,
    setup: { rights: [], visibleSchemas: 1, storageId: SERVICE_STORAGE.id, stepsDone: 3 },
    revision: 0,
  };
}
