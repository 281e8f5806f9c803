import { composeDatabaseGates } from '../../../src/compose/storage/compose-database-gates.ts';
import { randomBytes } from 'node:crypto';
import { composeOwnStorages } from '../../../src/compose/storage/compose-own-storages.ts';
import { tenantId, type TenantId } from '../../../src/core/kernel/ids.ts';
import type { Log } from '../../../src/core/kernel/log.ts';
import type { BucketAddress } from '../../../src/core/storages/address/bucket-address.ts';
import type { BucketStorage } from '../../../src/core/storages/storage.ts';
import { OwnStorages } from '../../../src/core/use-cases/storages/own-storages.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { SecretBox } from '../../../src/storage/sealing/secret-box.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { MongoStorages } from '../../../src/storage/vault/mongo-storages.ts';
import { bucketProxy } from '../proxies/bucket-proxy.ts';
import { SteppingClock } from '../clocks/stepping-clock.ts';
import { testBuckets, type BucketKind } from './test-buckets.ts';
import { testDatabase } from '../databases/test-database.ts';
import { VaultUser } from '../backups/vault-user.ts';

/** The form of a bucket, as a browser sends it. */
export const formOf = (address: BucketAddress, label: string): Record<string, string> => ({
  own: 'on',
  provider: 's3',
  label,
  endpoint: address.endpoint,
  region: address.region,
  bucket: address.bucket,
  prefix: address.prefix,
  accessKey: address.accessKey,
  secretKey: address.secretKey,
  ...(address.pathStyle ? { pathStyle: 'on' } : {}),
  ...(address.lockDays > 0 ? { lock: 'on', lockDays: String(address.lockDays) } : {}),
});

/** Buckets behind a way that can fail, as the service uses them. */
export async function bucketRig() {
  const service = await testDatabase();
  const buckets = await testBuckets();
  const proxy = await bucketProxy(buckets.endpoint);
  const clock = new SteppingClock(Date.now());
  const keyRing = new KeyRing(new Map([['k', randomBytes(32)]]));
  const keys = new TenantKeys(service.connection, keyRing);
  const lines: string[] = [];
  const note = (fields: object, message: string): void => {
    lines.push(JSON.stringify({ ...fields, message }));
  };
  const log = { info: note, warn: note, error: note, debug: note } as unknown as Log;
  const own = composeOwnStorages({
    service: service.connection,
    keyRing,
    keys,
    secrets: new SecretBox(keys),
    clock,
    gates: composeDatabaseGates(['127.0.0.0/8']),
    log,
  });
  await ensureIndexes(service.connection);
  const storages = new MongoStorages([], keys, { own: own.storages });
  const form = new OwnStorages({
    clock,
    store: own.store,
    probe: own.probe,
    serviceLabel: 'Cloud',
  });

  /** A bucket that a tenant of its own has saved, behind the proxy. */
  async function saved(kind: BucketKind = 'plain', more: Partial<BucketAddress> = {}) {
    const tenant: TenantId = tenantId(randomBytes(6).toString('hex'));
    const address = await buckets.make(kind, { endpoint: proxy.endpoint, ...more });
    const by = { accountId: 'ada', name: 'Ada' };
    const save = () => form.save({ tenantId: tenant, by, of: undefined }, formOf(address, 'Ours'));
    const storage = (await save()).storage as BucketStorage;
    const vault = storages.open(tenant, storage.id);
    const bucket = buckets.open({ ...address, endpoint: buckets.endpoint, prefix: '' });
    return { tenant, address, storage, save, vault, user: new VaultUser(vault, tenant), bucket };
  }
  return { service, buckets, proxy, clock, lines, own, storages, form, saved };
}
