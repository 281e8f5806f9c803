import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tenantId } from '../../../../src/core/kernel/ids.ts';
import type { BucketStorage } from '../../../../src/core/storages/storage.ts';
import type { StorageRemoval } from '../../../../src/core/use-cases/storages/remove-storages.ts';
import { storageRemoveView } from '../../../../src/web/pages/storages/storage-remove-view.ts';

const reader = { timeZone: 'UTC', nowMs: Date.parse('2026-11-26T10:00:00Z') };
const storage = {
  id: 's',
  tenantId: tenantId('acme'),
  kind: 'bucket',
  provider: 's3',
  label: 'Ours',
  address: { endpoint: 'https://s3.example.com', bucket: 'b', prefix: 'kept/', lockDays: 30 },
} as BucketStorage;
const removal: StorageRemoval = {
  storage,
  isCurrent: false,
  isBusy: false,
  listed: 0,
  schemas: [],
  held: 0,
  leaving: 0,
  locked: undefined,
};

test('what stays locked in a bucket is told before it is removed: which, and until when', () => {
  const until = new Date('2026-12-24T00:00:00Z');
  const key = 'kept/assets-backup/acme/storage/s/packs/r/1';
  const locked = { count: 21, bytes: 3_000_000, until, first: [{ key, until }] };
  const view = storageRemoveView({ ...removal, locked }, reader);
  assert.equal(view.why, undefined);
  assert.equal(view.kind, 'bucket');
  assert.equal(view.locked?.what, '21 objects (3.0 MB) are');
  assert.equal(view.locked?.until.text, '24 Dec 2026, 00:00');
  assert.deepEqual(
    view.locked?.objects.map((object) => object.key),
    [key],
  );
  assert.equal(view.locked?.more, '20 more');
  assert.equal(storageRemoveView(removal, reader).locked, undefined);
  const one = { ...locked, count: 1 };
  assert.equal(
    storageRemoveView({ ...removal, locked: one }, reader).locked?.what,
    '1 object (3.0 MB) is',
  );
});
