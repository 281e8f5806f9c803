import type { Installation, Installations, LifecycleCall } from '../../tenants/installations.ts';
import type { SitePlaces } from './site-places.ts';

/** Records an installation; a site that was renamed is known by its new address from then on. */
export async function installTenant(
  deps: { installations: Pick<Installations, 'find' | 'install'>; places: SitePlaces },
  installation: Installation,
  call: LifecycleCall,
): Promise<void> {
  const { installations, places } = deps;
  const before = await installations.find(installation.key);
  const tenant = await installations.install(installation, call);
  await places.installed(tenant, before?.siteUrl);
}
