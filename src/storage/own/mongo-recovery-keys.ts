import type { Clock } from '../../core/kernel/time/clock.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import type { Person } from '../../core/kernel/person.ts';
import { newRecoveryKey } from '../../core/storages/keys/read-recovery-key.ts';
import type { RecoveryKeys, RecoveryKeyState } from '../../core/storages/keys/recovery-keys.ts';
import { sealForRecovery } from '../sealing/seal-for-recovery.ts';
import type { TenantKeys } from '../sealing/tenant-keys.ts';
import type { MongoOwnStorageStore } from '../stores/mongo-own-storage-store.ts';
import type { MongoRecoveryStore } from '../stores/mongo-recovery-store.ts';
import type { OwnBuckets } from '../buckets/own-buckets.ts';
import type { OwnDatabases } from './own-databases.ts';

interface Parts {
  keys: TenantKeys;
  recovery: MongoRecoveryStore;
  store: MongoOwnStorageStore;
  databases: OwnDatabases;
  buckets: OwnBuckets;
  clock: Pick<Clock, 'now'>;
}

export class MongoRecoveryKeys implements RecoveryKeys {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async state(tenantId: TenantId): Promise<RecoveryKeyState | undefined> {
    const made = await this.#parts.recovery.find(tenantId);
    return made && { madeAt: made.madeAt, madeBy: made.madeBy, opens: made.opens };
  }

  async replace(tenantId: TenantId, madeBy: Person): Promise<Buffer> {
    const { keys, recovery, clock } = this.#parts;
    const key = newRecoveryKey();
    const sealed = sealForRecovery(await keys.dataKey(tenantId), key, tenantId);
    await recovery.put({ tenantId, sealed, madeAt: new Date(clock.now()), madeBy });
    return key;
  }

  async spread(tenantId: TenantId): Promise<void> {
    const { store, databases, buckets } = this.#parts;
    const looks = (await store.list(tenantId)).map((storage) =>
      storage.kind === 'bucket' ? buckets.look(storage) : databases.look(storage),
    );
    // One that does not answer is noted with the storage, and looked at again by upkeep.
    await Promise.allSettled(looks);
  }
}
