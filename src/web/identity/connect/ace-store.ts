import type { TenantStore } from '../../../core/tenants/tenant.ts';

/** ACE's store over ours: ACE reads client information here; installations are saved by our own route, and it keeps nothing else. */
export function aceStore(tenants: TenantStore): object {
  const nothing = async (): Promise<null> => null;
  const get = async (key: string, clientKey: string): Promise<object | null> => {
    if (key !== 'clientInfo') return null;
    const tenant = await tenants.byClientKey(String(clientKey));
    const sharedSecret =
      tenant?.state === 'active' ? await tenants.sharedSecret(tenant.clientKey) : null;
    return tenant && sharedSecret !== null
      ? { clientKey: tenant.clientKey, baseUrl: tenant.siteUrl, sharedSecret }
      : null;
  };
  return {
    get,
    set: nothing,
    saveInstallation: nothing,
    del: nothing,
    getAllClientInfos: async () => [],
    isMemoryStore: () => false,
    getClientSettingsForForgeInstallation: nothing,
    deleteAssociation: nothing,
    forForgeInstallation: () => ({ get: nothing, set: nothing, del: nothing }),
  };
}
