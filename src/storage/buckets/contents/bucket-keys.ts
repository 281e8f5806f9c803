import {
  runId as asRunId,
  tenantId as asTenantId,
  type RunId,
  type TenantId,
} from '../../../core/kernel/ids.ts';
import type { ManifestKind } from '../../vault/headers/manifest-mirror.ts';

/** What all keys written by this app begin with, after the prefix. */
const APP = 'assets-backup';

/** The tenant and storage under whose names objects were written. */
export interface BucketOwner {
  tenantId: TenantId;
  storageId: string;
}

/** Behind it stands a folder for each tenant that has a storage in a bucket. */
export const ALL_KEYS = `${APP}/`;

export const keysOfTenant = (tenantId: TenantId): string => `${APP}/${tenantId}/`;

/** The tenant of a folder behind `ALL_KEYS`. */
export const tenantOfFolder = (folder: string): TenantId =>
  asTenantId(folder.slice(ALL_KEYS.length).replace(/\/$/, ''));

/** The marks of a tenant: one for each epoch that its storage was in lately. */
export const keysOfMarks = (tenantId: TenantId): string => `${keysOfTenant(tenantId)}mark/`;

export const keysOfStorage = ({ tenantId, storageId }: BucketOwner): string =>
  `${keysOfTenant(tenantId)}storage/${storageId}/`;

/** What recovery keys open in one storage, in a folder for each tenant whose key it is. */
export const keysOfCopies = ({ tenantId, storageId }: BucketOwner): string =>
  `${keysOfTenant(tenantId)}recovery/${storageId}/`;

/** Headers and parts, each under the id that it has in the database. */
export const keysOfManifests = (owner: BucketOwner, kind: ManifestKind): string =>
  `${keysOfStorage(owner)}${kind === 'header' ? 'headers' : 'parts'}/`;

/** A key of a header, with what its id tells. */
export interface HeaderKey {
  key: string;
  id: string;
  runId: RunId;
  fence: number;
}

/** (run, fence, holder), see vault/packs/pack-id.ts */
const HEADER_ID = /^([^./]+)\.(\d+)(?:-[^./]+)?$/;

/** Undefined for what lies beside headers, such as the markers that consoles make of folders. */
export function headerIn(owner: BucketOwner, key: string): HeaderKey | undefined {
  const id = key.slice(keysOfManifests(owner, 'header').length);
  const [, run, fence] = HEADER_ID.exec(id) ?? [];
  if (run === undefined) return undefined;
  return { key, id, runId: asRunId(run), fence: Number(fence) };
}

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
