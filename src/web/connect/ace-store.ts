import { z } from 'zod';
import { InvalidInput } from '../../core/errors.ts';
import type { TenantStore } from '../../core/tenant/tenant.ts';

const ClientInfo = z.object({ clientKey: z.string().regex(/^[\w.:-]{1,200}$/), sharedSecret: z.string().min(16).max(1000), baseUrl: z.url().max(300) });

/** ACE's store over ours: it asks for client information and saves it at the install; it keeps nothing else. */
export function aceStore(tenants: TenantStore): object {
  const nothing = async (): Promise<null> => null;
  const get = async (key: string, clientKey: string): Promise<object | null> => {
    if (key !== 'clientInfo') return null;
    const tenant = await tenants.byClientKey(String(clientKey));
    const sharedSecret = tenant?.state === 'active' ? await tenants.sharedSecret(tenant.clientKey) : null;
    return tenant && sharedSecret !== null ? { clientKey: tenant.clientKey, baseUrl: tenant.siteUrl, sharedSecret } : null;
  };
  const set = async (key: string, value: unknown): Promise<unknown> => {
    if (key !== 'clientInfo') return value;
    const parsed = ClientInfo.safeParse(value);
    if (!parsed.success) throw new InvalidInput({ installation: 'The installation cannot be read.' });
    const { clientKey, sharedSecret, baseUrl } = parsed.data;
    await tenants.install({ clientKey, sharedSecret, siteUrl: new URL(baseUrl).origin });
    return value;
  };
  return {
    get, set, saveInstallation: (value: unknown) => set('clientInfo', value), del: nothing, getAllClientInfos: async () => [], isMemoryStore: () => false,
    getClientSettingsForForgeInstallation: nothing, deleteAssociation: nothing, forForgeInstallation: () => ({ get: nothing, set: nothing, del: nothing }),
  };
}
