import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Backup } from '../../../../src/core/backups/backup.ts';
import { tenantId } from '../../../../src/core/kernel/ids.ts';
import type { BucketStorage } from '../../../../src/core/storages/storage.ts';
import { backupDeleteView } from '../../../../src/web/pages/backups/dialogs/backup-delete-view.ts';
import {
  placeText,
  storageFormView,
} from '../../../../src/web/pages/settings/storage-form-view.ts';
import { shownAgain } from '../../../../src/web/pages/storages/save-storage.ts';

const STORED: BucketStorage = {
  id: 'ours',
  kind: 'bucket',
  tenantId: tenantId('alice'),
  provider: 's3',
  label: 'Ours',
  address: {
    endpoint: 'https://s3.eu-central-1.amazonaws.com',
    region: 'eu-central-1',
    bucket: 'our-backups',
    prefix: 'assets/',
    accessKey: 'AKIA',
    pathStyle: false,
    ca: '',
    lockDays: 30,
  },
  createdAt: new Date(0),
  addedBy: { accountId: 'ada', name: 'Ada' },
  revision: 1,
};

test('the form of a stored bucket begins with its address, and without the secret key', () => {
  const { isOwn, providers, bucket } = storageFormView(STORED, true, {});
  assert.equal(isOwn, true);
  assert.deepEqual(
    providers.filter(({ chosen }) => chosen).map(({ value }) => value),
    ['s3'],
  );
  const shown = Object.fromEntries(bucket.fields.map(({ name, value }) => [name, value]));
  assert.deepEqual(shown, {
    endpoint: 'https://s3.eu-central-1.amazonaws.com',
    region: 'eu-central-1',
    bucket: 'our-backups',
    prefix: 'assets/',
    accessKey: 'AKIA',
    secretKey: '',
  });
  assert.deepEqual([bucket.lock, bucket.lockDays.value], [true, '30']);
  const secret = bucket.fields.find(({ name }) => name === 'secretKey');
  assert.equal(secret?.mandatory, false);
  assert.match(secret?.help ?? '', /Leave empty to keep the saved one/);
  assert.match(placeText(STORED), /^s3:\/\/our-backups\/assets\/ at .*, locked for 30 days$/);
  const typed = { provider: 's3', secretKey: 's3cret', bucket: 'other' };
  assert.deepEqual(shownAgain(typed), { provider: 's3', bucket: 'other' });
});

test('deleting says until when the data of a backup stays locked, as long as it is', () => {
  const backup = {
    id: 'b1',
    schema: { name: 'Things' },
    completedAt: new Date('2026-11-01T10:00:00Z'),
  } as unknown as Backup;
  const at = (now: string, lockDays?: number) => {
    const storage = { label: 'Ours', trouble: undefined, ...(lockDays ? { lockDays } : {}) };
    const reader = { timeZone: 'UTC', nowMs: Date.parse(now) };
    const around = { kept: undefined, isRead: false, storage, binMs: 0 };
    return backupDeleteView(backup, around, reader).lock;
  };
  assert.equal(at('2026-11-05T00:00:00Z', 30)?.storage, 'Ours');
  assert.match(JSON.stringify(at('2026-11-05T00:00:00Z', 30)?.until), /2026-12-02/);
  assert.equal(at('2026-12-03T00:00:00Z', 30), undefined);
  assert.equal(at('2026-11-05T00:00:00Z'), undefined);
});
