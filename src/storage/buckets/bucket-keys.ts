import type { RunId, TenantId } from '../../core/kernel/ids.ts';

/** What the keys of everything begin with that this app wrote, behind the prefix. */
const APP = 'assets-backup';

/** Whose objects, and of which storage. */
export interface BucketOwner {
  tenantId: TenantId;
  storageId: string;
}

export const keysOfTenant = (tenantId: TenantId): string => `${APP}/${tenantId}/`;

/** The marks of a tenant: one for each epoch that its storage was in lately. */
export const keysOfMarks = (tenantId: TenantId): string => `${keysOfTenant(tenantId)}mark/`;

export const keysOfStorage = ({ tenantId, storageId }: BucketOwner): string =>
  `${keysOfTenant(tenantId)}storage/${storageId}/`;

export const keysOfPacks = (owner: BucketOwner): string => `${keysOfStorage(owner)}packs/`;

export const keysOfRun = (owner: BucketOwner, run: RunId | string): string =>
  `${keysOfPacks(owner)}${run}/`;

/** (tenant, run, bucket / claim, number), see vault/packs/pack-id.ts */
const PACK_ID = /^([^.]+)\.([^.]+)\.(.+)$/s;

export function keyOfPack(owner: BucketOwner, id: string): string {
  const [, , run = '', rest = ''] = PACK_ID.exec(id) ?? [];
  return `${keysOfRun(owner, run)}${rest}`;
}

/** The id of the pack that a key under `keysOfPacks` names. */
export function packOfKey(owner: BucketOwner, key: string): string {
  const named = key.slice(keysOfPacks(owner).length);
  const slash = named.indexOf('/');
  return `${owner.tenantId}.${named.slice(0, slash)}.${named.slice(slash + 1)}`;
}
