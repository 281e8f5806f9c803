import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Unavailable } from '../../src/core/kernel/errors.ts';
import { sleepAfter } from '../../src/core/runs/sleep-after.ts';
import { OwnDatabases } from '../../src/storage/own/own-databases.ts';
import { translateError } from '../../src/storage/translate-error.ts';

const PATIENCE_MS = 60_000;
const driverError = (code: number, name: string): Error =>
  Object.assign(new Error(name), { name: 'MongoServerError', code, codeName: name });
const FULL = [driverError(14031, 'OutOfDiskSpace'), driverError(12501, 'QuotaExceeded')];
const READ_ONLY = driverError(371, 'UserWritesBlocked');

test('a database that is full or takes no writes is told by its code, in a sentence', () => {
  for (const error of FULL) {
    const told = translateError(error);
    assert.ok(told instanceof Unavailable);
    assert.equal(told.code, 'database-full');
    assert.match(told.message, /^The database is full\. Free up space/);
  }
  const told = translateError(READ_ONLY);
  assert.ok(told instanceof Unavailable);
  assert.equal(told.code, 'database-read-only');
  assert.match(told.message, /isn't accepting changes, so nothing was saved/);
});

test('runs wait for it, say why, and end with its sentence once the patience is used up', () => {
  for (const [error, why] of [
    [FULL[0], 'Waiting: the database is full.'],
    [READ_ONLY, "Waiting: the database isn't accepting changes."],
  ] as const) {
    const told = translateError(error);
    assert.equal(sleepAfter(told, { ms: 0, times: 0 }, PATIENCE_MS)?.why, why);
    assert.ok(sleepAfter(told, { ms: 30_000, times: 5 }, PATIENCE_MS));
    assert.equal(sleepAfter(told, { ms: 90_000, times: 5 }, PATIENCE_MS), undefined);
  }
});

test('of a database that a tenant brought it is said which one', () => {
  const databases = new OwnDatabases({} as never);
  const storage = { id: 's', label: 'Frankfurt' };
  const codeOf = (error: Error): unknown => {
    const told = databases.explain(storage, error);
    assert.ok(told instanceof Error);
    assert.match(told.message, /The storage Frankfurt/);
    return (told as Error & { code?: unknown }).code;
  };
  assert.equal(codeOf(FULL[0]!), 'storage-full');
  assert.equal(codeOf(READ_ONLY), 'storage-refused');
});

/** As servers say it that stand in front of PostgreSQL. */
test('one that stands in front of another database passes on what that says', () => {
  for (const [message, code] of [
    ['could not extend file "base/5/16401": No space left on device', 'database-full'],
    ['cannot execute UPDATE in a read-only transaction', 'database-read-only'],
    ['The cluster is in read-only mode', 'database-read-only'],
  ] as const) {
    const told = translateError(Object.assign(driverError(1, 'InternalError'), { message }));
    assert.ok(told instanceof Unavailable, message);
    assert.equal(told.code, code);
  }
});

for (const [code, name] of [
  [43, 'CursorNotFound'],
  [50, 'MaxTimeMSExpired'],
  [64, 'WriteConcernTimeout'],
  [112, 'WriteConflict'],
  [10107, 'NotWritablePrimary'],
  [11601, 'Interrupted'],
] as const)
  test(`what may be done later is waited for: ${name}`, () => {
    const told = translateError(driverError(code, name));
    assert.ok(told instanceof Unavailable);
    assert.equal(told.code, 'database-unavailable');
    assert.ok(sleepAfter(told, { ms: 0, times: 0 }, PATIENCE_MS));
    const unknown = driverError(9, 'FailedToParse');
    assert.equal(translateError(unknown), unknown, 'a mistake of ours is not');
  });
