/** Cloud sites as the use cases make them, for stores that are filled without pages. */
import type { SiteId, TenantId } from '../../../src/core/kernel/ids.ts';
import type { Person } from '../../../src/core/kernel/person.ts';
import { cloudKind } from '../../../src/core/sites/kinds/cloud-kind.ts';
import { sourceIdOf } from '../../../src/core/sites/site-kind.ts';
import type { Site, SourceSite } from '../../../src/core/sites/site.ts';

interface Wish {
  tenantId: TenantId;
  siteUrl?: string;
  workspaceId?: string;
  email?: string;
  account?: Person;
}

/** A source whose setup is done; not stored yet. */
export function cloudSource(wish: Wish): SourceSite {
  const site = cloudSite(wish);
  return {
    ...site,
    id: sourceIdOf(site.tenantId, site.kind, site.key),
    roles: { source: true, target: true },
    setup: { rights: [], visibleSchemas: 1, storageId: 'service', stepsDone: 3 },
  };
}

/** A target instance that is a sandbox; not stored yet. */
export function cloudTarget(wish: Wish & { id: SiteId; name: string }): Site {
  return {
    ...cloudSite(wish, true),
    id: wish.id,
    name: wish.name,
    roles: { source: false, target: true },
  };
}

function cloudSite(wish: Wish, sandbox = false): Omit<Site, 'id' | 'roles'> {
  const details = {
    workspaceId: wish.workspaceId ?? 'w',
    email: wish.email ?? 'a@example.com',
    sandbox,
  };
  return {
    tenantId: wish.tenantId,
    kind: cloudKind.name,
    key: cloudKind.keyOf(details),
    siteUrl: wish.siteUrl ?? 'https://a.atlassian.net',
    account: wish.account ?? { accountId: '1', name: 'A' },
    details,
    createdAt: new Date('2026-11-24T12:00:00Z'),
    tokenSetAt: new Date('2026-11-24T12:00:00Z'),
    revision: 0,
  };
}
