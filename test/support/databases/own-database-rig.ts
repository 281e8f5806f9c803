import { randomBytes } from 'node:crypto';
import { after } from 'node:test';
import { composeDatabaseGates } from '../../../src/compose/storage/compose-database-gates.ts';
import { composeOwnStorages } from '../../../src/compose/storage/compose-own-storages.ts';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import { OwnStorages } from '../../../src/core/use-cases/storages/own-storages.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { SecretBox } from '../../../src/storage/sealing/secret-box.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { MongoStorages } from '../../../src/storage/vault/mongo-storages.ts';
import { SteppingClock } from '../clocks/stepping-clock.ts';
import { testDatabase } from './test-database.ts';

/** A tenant with a database of its own, and what opens it, without the rest of a service. */
export async function ownDatabaseRig(provider = 'mongodb') {
  const [service, own] = [await testDatabase(), await testDatabase()];
  const clock = new SteppingClock(Date.now());
  const keyRing = new KeyRing(new Map([['k', randomBytes(32)]]));
  const keys = new TenantKeys(service.connection, keyRing);
  const opened = composeOwnStorages({
    service: service.connection,
    keyRing,
    keys,
    secrets: new SecretBox(keys),
    clock,
    gates: composeDatabaseGates(['127.0.0.0/8']),
  });
  after(() => opened.databases.close());
  await ensureIndexes(service.connection);
  const alice = tenantId('alice');
  const { store, probe } = opened;
  const form = new OwnStorages({ clock, store, probe, serviceLabel: 'Ours' });
  const typed = {
    own: 'on',
    provider,
    label: 'Theirs',
    entry: 'fields',
    host: '127.0.0.1',
    port: new URL(own.uri).port,
    database: own.name,
  };
  const by = { accountId: 'ada', name: 'Ada' };
  return {
    own,
    clock,
    opened,
    storages: new MongoStorages([], keys, { own: opened.storages }),
    alice,
    form,
    /** As the form does, with other fields than usual; the storage as it is from then on. */
    save: async (more: Record<string, string> = {}) => {
      const saving = { tenantId: alice, by, of: undefined };
      return (await form.save(saving, { ...typed, ...more })).storage;
    },
  };
}
