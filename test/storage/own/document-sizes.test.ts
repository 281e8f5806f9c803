import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { test } from 'node:test';
import mongoose from 'mongoose';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import type { BackupRecord } from '../../../src/core/storages/records/backup-record.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { MongoStorages } from '../../../src/storage/vault/mongo-storages.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { STRUCTURE, VaultUser } from '../../support/backups/vault-user.ts';

/** What Azure Cosmos DB for MongoDB (RU) takes at most. */
const MOST_BYTES = 2 << 20;
const { connection } = await testDatabase();
const keys = new TenantKeys(connection, new KeyRing(new Map([['k', randomBytes(32)]])));
const storage = { id: 'own', kind: 'own-database' } as const;
const storages = new MongoStorages([{ storage, connection }], keys);
await ensureIndexes(connection);
const alice = tenantId('alice');

/** The longest label that there is, of which no part comes again. */
const label = (): string =>
  Array.from({ length: 256 }, () => String.fromCodePoint(randomInt(0x4e00, 0x9fff))).join('');

const object = (id: number, body: BackupRecord['body']): BackupRecord => ({
  kind: 'object',
  type: '5',
  id: String(id),
  label: label(),
  body,
});

test('no document over 2 MB is written, however large and strange what is backed up', async () => {
  const records = [
    ...STRUCTURE,
    ...Array.from({ length: 2_500 }, (_none, at) => object(at + 1, { id: String(at + 1) })),
    // Nothing of these compresses: bodies that fill packs, that fit none, and that need many.
    ...[60, 300, 900, 1_100, 5_000].flatMap((kilobytes, at) =>
      Array.from({ length: kilobytes < 1_000 ? 8 : 1 }, (_none, more) =>
        object(10_000 + at * 100 + more, randomBytes(kilobytes * 1_024)),
      ),
    ),
  ];
  const user = new VaultUser(storages.open(alice, storage.id), alice);
  const { id } = await user.backUp(records);
  await user.backUp([...records, object(20_000, randomBytes(2_000_000))], id);
  assert.equal((await user.readAll(id)).length, records.length);
  const sizes: number[] = [];
  for (const { name } of await connection.listCollections())
    for await (const document of connection.collection(name).find({}))
      sizes.push(mongoose.mongo.BSON.calculateObjectSize(document));
  assert.ok(Math.max(...sizes) > 1_000_000, 'packs are filled');
  assert.ok(Math.max(...sizes) < MOST_BYTES, `${Math.max(...sizes)} bytes`);
});
