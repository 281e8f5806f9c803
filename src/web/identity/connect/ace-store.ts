import type { Installations } from '../../../core/tenants/installations.ts';

/**
 * ACE's store on top of ours: ACE reads client information here; installations are saved by our own
 * route, and it keeps nothing else.
 */
export function aceStore(installations: Installations): object {
  const nothing = async (): Promise<null> => null;
  const get = async (key: string, clientKey: string): Promise<object | null> => {
    if (key !== 'clientInfo') return null;
    const signing = await installations.findSigning(String(clientKey));
    return signing && { clientKey, baseUrl: signing.tenant.siteUrl, sharedSecret: signing.secret };
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
