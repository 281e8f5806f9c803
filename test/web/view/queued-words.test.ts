import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Run } from '../../../src/core/runs/run.ts';
import { queuedWords } from '../../../src/web/view/components/progress-view.ts';

const NOW = Date.parse('2026-11-26T10:00:00Z');
const queued = (more: Partial<Run>): Run =>
  ({ state: 'queued', queuedAt: new Date(NOW - 60_000), ...more }) as Run;
const waiting = (inMs: number) => ({
  code: 'database-full',
  why: 'Waiting: the database is full.',
  since: new Date(NOW - 60_000),
  times: 3,
  until: new Date(NOW + inMs),
});

test('a run that sleeps says why, and until when', () => {
  assert.equal(
    queuedWords(queued({ waiting: waiting(42_000) }), NOW),
    'Waiting: the database is full. Next try in 42 s.',
  );
  assert.equal(
    queuedWords(queued({ waiting: waiting(-1) }), NOW),
    'Waiting: the database is full.',
    'the time is over: a worker is about to take it',
  );
});

test('no run is queued for long without a reason', () => {
  assert.equal(queuedWords(queued({}), NOW), 'Waiting for its turn: other runs come first.');
  assert.equal(queuedWords(queued({ queuedAt: new Date(NOW - 1_000) }), NOW), undefined);
});
