/** Data Center sites as the use cases make them, for stores that are filled without pages. */
import type { SiteId, TenantId } from '../../../src/core/kernel/ids.ts';
import type { Person } from '../../../src/core/kernel/person.ts';
import { hostOf } from '../../../src/core/sites/host-of.ts';
import { dataCenterKind } from '../../../src/core/sites/kinds/data-center-kind.ts';
import { sourceIdOf } from '../../../src/core/sites/site-kind.ts';
import type { Site, SourceSite } from '../../../src/core/sites/site.ts';

interface Wish {
  tenantId: TenantId;
  siteUrl: string;
  account: Person;
}

/** A source, to which restores may write; not stored yet. */
export function dataCenterSource(wish: Wish): SourceSite {
  const site = dataCenterSite(wish);
  return {
    ...site,
    id: sourceIdOf(site.tenantId, site.kind, site.key),
    roles: { source: true, target: true },
    setup: { rights: [], visibleSchemas: 1, storageId: 'service', stepsDone: 3 },
  };
}

/** A target instance; not stored yet. */
export function dataCenterTarget({ id, name, ...wish }: Wish & { id: SiteId; name: string }): Site {
  return { ...dataCenterSite(wish), id, name, roles: { source: false, target: true } };
}

function dataCenterSite({ tenantId, siteUrl, account }: Wish): Omit<Site, 'id' | 'roles'> {
  const details = {
    place: hostOf(siteUrl),
    root: 'assets' as const,
    version: '10.3.23',
    userName: null,
    certificate: null,
  };
  return {
    tenantId,
    kind: dataCenterKind.name,
    key: dataCenterKind.keyOf(details),
    siteUrl,
    account,
    details,
    createdAt: new Date('2026-11-24T12:00:00Z'),
    tokenSetAt: new Date('2026-11-24T12:00:00Z'),
    revision: 0,
  };
}
