import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scheduleLineView } from '../../../../src/web/pages/schemas/schedule-line-view.ts';
import { schemaRowView } from '../../../../src/web/pages/schemas/schema-row-view.ts';
import type { Reader } from '../../../../src/web/view/reader.ts';
import {
  hoursAgo,
  NOW,
  refused,
  schedule,
  schemaSample,
} from '../../../support/sites/schema-sample.ts';

const reader = { timeZone: 'UTC', nowMs: NOW, locale: 'en-GB' } as Reader;
const missed = { ...schedule('a'), lastSlot: { at: hoursAgo(7), timeZone: 'UTC' } };
const rowOf = (more: Parameters<typeof schemaSample>[1]) => ({
  schema: schemaSample('a', { lastBackupAt: hoursAgo(31), ...more }),
  location: 'Cloud',
  schedule: missed,
});

test('a row whose scheduled backup is missing says so, and is not green', () => {
  const late = rowOf({});
  assert.equal(scheduleLineView(late, reader).note, 'The last scheduled backup is missing.');
  assert.ok(scheduleLineView(late, reader).next, 'the next one comes all the same');
  assert.ok(schemaRowView(late, reader).isFailing);
  const good = rowOf({ lastBackupAt: hoursAgo(6) });
  assert.equal(scheduleLineView(good, reader).note, undefined);
  assert.ok(!schemaRowView(good, reader).isFailing);
});

test('where the backup failed, the failure says it', () => {
  const failed = rowOf(refused(7));
  assert.equal(scheduleLineView(failed, reader).note, undefined);
  assert.ok(schemaRowView(failed, reader).isFailing);
});
