import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CatalogSchema } from '../../../../src/core/catalog/catalog-store.ts';
import { runId } from '../../../../src/core/kernel/ids.ts';
import { spreadDaily } from '../../../../src/core/schedules/spread-daily.ts';
import { readOverview } from '../../../../src/core/use-cases/overview/read-overview.ts';
import { NOW, schedule, schemaSample as schema } from '../../../support/sites/schema-sample.ts';

const HOUR_MS = 3_600_000;

const backedUp = { lastBackupAt: new Date(NOW - HOUR_MS), backupCount: 2 };
const failed = (message: string, hoursAgo = 2) => ({
  lastError: { runId: runId('r'), message, at: new Date(NOW - hoursAgo * HOUR_MS) },
});

const names = (schemas: readonly CatalogSchema[] = []): string[] => schemas.map(({ name }) => name);

test('a schema is protected by a schedule that works, not by one that fails or has not begun', () => {
  const overview = readOverview(
    [
      schema('good', backedUp),
      schema('failing', { ...backedUp, ...failed('Token.') }),
      schema('new'),
      schema('off', backedUp),
      schema('gone', { ...backedUp, status: 'deleted' }),
      schema('hidden-from-us', { ...backedUp, status: 'not-visible' }),
    ],
    [
      schedule('good'),
      schedule('failing'),
      schedule('new'),
      schedule('off', false),
      schedule('gone'),
    ],
    NOW,
  );
  assert.deepEqual([overview.active, overview.protected, overview.failing], [4, 1, 2]);
  assert.equal(overview.firstAwaited, 1);
  assert.deepEqual(names(overview.unscheduled), ['off']);
  assert.equal(overview.backups, 10);
});

test('failures are told once for each cause, of a schedule until they are made good', () => {
  const { failures } = readOverview(
    [
      schema('a', failed('No room.')),
      schema('b', failed('Token.')),
      schema('c', failed('Token.')),
      schema('by-hand', failed('Token.', 25)),
      schema('weekly', failed('Token.', 60)),
    ],
    [schedule('weekly')],
    NOW,
  );
  assert.deepEqual(
    failures.map(({ message, schemas }) => [message, names(schemas)]),
    [
      ['Token.', ['b', 'c', 'weekly']],
      ['No room.', ['a']],
    ],
  );
});

test('the next backup is the soonest slot of a schema that is there', () => {
  const schemas = [schema('a'), schema('b'), schema('c'), schema('gone', { status: 'deleted' })];
  const slots = [
    schedule('a', true, 7),
    schedule('b', true, 3),
    schedule('c', true, 3),
    schedule('gone', true, 1),
  ];
  const { next } = readOverview(schemas, slots, NOW);
  assert.deepEqual([next?.at.getTime(), names(next?.schemas)], [NOW + 3 * HOUR_MS, ['b', 'c']]);
  assert.equal(readOverview([], slots, NOW).next, undefined);
});

test('backups of one daily rule are spread over its window, past midnight as well', () => {
  assert.deepEqual(spreadDaily(4, { startMinute: 1_400, windowMinutes: 120 }), [
    '20 23 * * *',
    '50 23 * * *',
    '20 0 * * *',
    '50 0 * * *',
  ]);
  assert.deepEqual(spreadDaily(2, { startMinute: 120, windowMinutes: 0 }), [
    '0 2 * * *',
    '0 2 * * *',
  ]);
  assert.deepEqual(spreadDaily(0, { startMinute: 0, windowMinutes: 60 }), []);
  assert.equal(new Set(spreadDaily(60, { startMinute: 120, windowMinutes: 120 })).size, 60);
});
