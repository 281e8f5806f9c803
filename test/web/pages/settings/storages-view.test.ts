import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tenantId } from '../../../../src/core/kernel/ids.ts';
import { storageMisfit } from '../../../../src/core/storages/storage-faults.ts';
import type { DatabaseStorage } from '../../../../src/core/storages/storage.ts';
import type { StorageFigure } from '../../../../src/core/use-cases/storages/measure-storages.ts';
import { storagesView } from '../../../../src/web/pages/settings/storages-view.ts';

const NOW = Date.parse('2026-11-26T10:00:00Z');
const reader = { timeZone: 'UTC', nowMs: NOW };
const OURS: DatabaseStorage = {
  id: 'ours',
  kind: 'own-database',
  tenantId: tenantId('alice'),
  provider: 'mongodb',
  label: 'Ours',
  address: {
    hosts: ['db.example.com:27017'],
    isSrv: false,
    database: 'backups',
    user: '',
    authSource: 'admin',
    tls: true,
    ca: '',
  },
  createdAt: new Date(0),
  addedBy: { accountId: 'ada', name: 'Ada' },
  revision: 1,
};

/** The line of the own storage, or of the service's. */
function lineOf(id: string, figure?: StorageFigure, trouble?: DatabaseStorage['trouble']) {
  const storage = {
    id: 'service',
    label: 'Cloud',
    serviceLabel: 'Cloud',
    graceDays: 7,
    check: undefined,
    own: [{ ...OURS, trouble }],
  };
  const figures = new Map(figure ? [[id, figure]] : []);
  const lines = storagesView({ storage, mismatch: undefined }, figures, reader);
  return lines.find((line) => line.id === id) ?? assert.fail('it is not listed');
}

const figureOf = (days: [string, number][], quotaBytes?: number): StorageFigure => ({
  usage: {
    bytes: days.at(-1)?.[1] ?? 0,
    objects: 40,
    measuredAt: new Date(NOW),
    days: days.map(([day, bytes]) => ({ day, bytes })),
  },
  backups: { listed: 12, all: 14 },
  quotaBytes,
});

test('what a storage holds is shown with its trend, drawn and in words', () => {
  const line = lineOf(
    'ours',
    figureOf([
      ['2026-11-24', 2_000_000],
      ['2026-11-25', 6_000_000],
      ['2026-11-26', 4_000_000],
    ]),
  );
  assert.equal(line.used, '4.0 MB');
  assert.equal(line.holds, '12 backups, 2 in the bin or being deleted, 40 stored objects');
  // From the least at the bottom to the most at the top, and half-way back.
  assert.equal(line.trend?.line, 'M3.0 29.0L48.0 3.0L93.0 16.0');
  assert.equal(line.trend?.words, 'Used: 2.0 MB on 24 Nov 2026, 4.0 MB on 26 Nov 2026');
});

test('one day makes no trend, and what was not measured yet is no zero', () => {
  assert.equal(lineOf('ours', figureOf([['2026-11-26', 5]])).trend, undefined);
  const line = lineOf('ours');
  assert.deepEqual(
    [line.used, line.trend, line.holds],
    ['Not measured yet', undefined, '0 backups'],
  );
});

test('a quota is named, and said to be full once it is', () => {
  const days: [string, number][] = [['2026-11-26', 4_000_000]];
  const some = lineOf('service', figureOf(days, 5_000_000));
  assert.deepEqual([some.quota, some.isFull], ['of 5.0 MB that your site may use', false]);
  assert.equal(lineOf('service', figureOf(days, 4_000_000)).isFull, true);
  assert.equal(lineOf('ours', figureOf(days)).quota, undefined);
});

for (const [fit, said] of [
  ['swapped', /database of the storage Ours is another one, or was emptied/],
  ['restored', /database of the storage Ours was restored from an older copy/],
  ['taken', /Another installation of this app writes to the storage Ours now/],
] as const)
  test(`a storage that is not what it was is said to be so on the page: ${fit}`, () => {
    const { code, message } = storageMisfit(OURS, 'database', fit);
    const line = lineOf('ours', undefined, { code, message, since: new Date(NOW) });
    assert.equal(line.state.text, 'Needs attention');
    assert.match(line.trouble ?? '', said);
  });

test('a storage that does not answer is told from one that somebody has to mend', () => {
  const since = new Date(NOW);
  const trouble = { code: 'storage-unavailable', message: "It doesn't answer.", since };
  assert.equal(lineOf('ours', undefined, trouble).state.text, 'Not answering');
  const refused = { ...trouble, code: 'storage-refused' };
  assert.equal(lineOf('ours', undefined, refused).state.text, 'Needs attention');
  assert.equal(lineOf('ours').state.text, 'Available');
});
