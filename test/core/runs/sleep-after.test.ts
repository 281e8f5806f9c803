import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refused, Unavailable } from '../../../src/core/kernel/errors.ts';
import { sleepAfter } from '../../../src/core/runs/sleep-after.ts';
import {
  storageBusy,
  storageFull,
  storageMisfit,
  storageRefused,
  storageUnavailable,
} from '../../../src/core/storages/storage-faults.ts';

const PATIENCE_MS = 1_800_000;
const DAY_MS = 86_400_000;
const NEW = { ms: 0, times: 0 };
const notNow = (code: string, retryAfterMs?: number) =>
  new Unavailable(code, 'Not now.', retryAfterMs === undefined ? {} : { retryAfterMs });
const sleepOf = (error: unknown, waited = NEW) => sleepAfter(error, waited, PATIENCE_MS)?.ms;

test('each sleep is twice as long as the one before, up to a bound, and never shorter than what was asked for', () => {
  const ms = [0, 1, 2, 3, 4, 5, 50].map((times) =>
    sleepOf(notNow('backup-in-use', 0), { ms: 0, times }),
  );
  assert.deepEqual(ms, [2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  assert.equal(sleepOf(notNow('site-limits', 3_600_000)), 3_600_000);
});

test('only an error that says when to try again, or a silent database, puts a run to sleep', () => {
  assert.equal(sleepOf(notNow('site-unreachable')), undefined);
  assert.equal(sleepOf(notNow('unexpected-answer', 0)), undefined);
  assert.equal(sleepOf(new Refused('no-permission', 'No.')), undefined);
  assert.equal(sleepOf(new Error('a bug')), undefined);
  assert.equal(sleepOf(notNow('database-unavailable')), 2_000);
  const codes = [
    'site-unreachable',
    'site-redirects',
    'site-busy',
    'deletion-unfinished',
    'search-lags',
  ];
  for (const code of codes) assert.equal(sleepOf(notNow(code, 0)), 2_000, code);
});

test('every wait ends, but for one that ends with another run', () => {
  const over = (code: string, ms: number, times = 5) =>
    sleepOf(notNow(code, 0), { ms, times }) === undefined;
  assert.equal(over('site-unreachable', PATIENCE_MS), false);
  assert.equal(over('site-unreachable', PATIENCE_MS + 1), true);
  assert.equal(over('site-unreachable', PATIENCE_MS + 1, 2), false, 'a clock that jumped');
  assert.equal(over('site-limits', PATIENCE_MS + 1), false);
  assert.equal(over('site-limits', DAY_MS + 1), true);
  assert.equal(over('site-busy', DAY_MS + 1), true);
  assert.equal(over('backup-in-use', 100 * DAY_MS), false);
});

test('a storage that does not answer is waited for, one that somebody has to mend is not', () => {
  const ours = { label: 'Ours' };
  const silent = storageUnavailable(ours, 'database', undefined);
  const asleep = sleepAfter(silent, NEW, PATIENCE_MS);
  assert.equal(asleep?.why, "Waiting: the backup's storage isn't answering.");
  assert.equal(sleepOf(silent, { ms: PATIENCE_MS, times: 5 }), 60_000);
  assert.equal(sleepOf(silent, { ms: PATIENCE_MS + 1, times: 5 }), undefined);
  assert.equal(sleepOf(storageBusy(ours, 90_000, undefined)), 90_000);
  for (const error of [
    storageRefused(ours, undefined),
    storageFull(ours, 'bucket', undefined),
    storageMisfit(ours, 'database', 'swapped'),
    storageMisfit(ours, 'database', 'restored'),
    storageMisfit(ours, 'database', 'taken'),
  ])
    assert.equal(sleepOf(error), undefined, error.code);
});
