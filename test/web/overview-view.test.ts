import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOverview } from '../../src/core/use-cases/overview/read-overview.ts';
import { overviewView } from '../../src/web/pages/overview/overview-view.ts';
import type { Reader } from '../../src/web/view/reader.ts';
import { NOW, refused, schedule, schemaSample as schema } from '../support/schema-sample.ts';

const reader = { timeZone: 'UTC', nowMs: NOW, locale: 'en-GB' } as Reader;

test('schemas that wait for their first backup are said to wait, and are not drawn as failing', () => {
  const schedules = [schedule('new'), schedule('newer'), schedule('bad')];
  const waiting = overviewView(
    readOverview([schema('new'), schema('newer')], schedules, NOW),
    reader,
  );
  assert.equal(waiting.unprotected, '2 waiting for a first backup');
  assert.deepEqual(waiting.ring.arcs, []);
  const mixed = [schema('new'), schema('bad', refused(2)), schema('off')];
  const { unprotected, ring } = overviewView(readOverview(mixed, schedules, NOW), reader);
  assert.equal(unprotected, '1 failing, 1 waiting for a first backup, 1 without a schedule');
  assert.deepEqual(
    ring.arcs.map(({ look }) => look),
    ['fail'],
  );
});
