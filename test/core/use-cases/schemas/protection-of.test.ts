import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CatalogSchema } from '../../../../src/core/catalog/catalog-store.ts';
import { runId } from '../../../../src/core/kernel/ids.ts';
import type { Schedule } from '../../../../src/core/schedules/schedule.ts';
import { isOverdue, protectionOf } from '../../../../src/core/use-cases/schemas/protection-of.ts';
import {
  hoursAgo,
  NOW,
  refused,
  schedule as scheduleSample,
  schemaSample,
} from '../../../support/sites/schema-sample.ts';

/** Of a schema whose last slot came that long ago. */
const schedule = (slotHoursAgo: number, more: Partial<Schedule> = {}): Schedule => ({
  ...scheduleSample('a'),
  lastSlot: { at: hoursAgo(slotHoursAgo), timeZone: 'UTC' },
  ...more,
});
const schema = (backupHoursAgo: number, more: Partial<CatalogSchema> = {}): CatalogSchema =>
  schemaSample('a', { lastBackupAt: hoursAgo(backupHoursAgo), backupCount: 1, ...more });

test('a backup is overdue where the last slot came and no good backup after it', () => {
  assert.ok(!isOverdue(schema(6.9), schedule(7), NOW), 'it was kept');
  assert.ok(isOverdue(schema(31), schedule(7), NOW), 'it was skipped');
  assert.ok(isOverdue(schemaSample('a'), schedule(7), NOW), 'not even a first one came of it');
  assert.ok(
    isOverdue(schema(31), schedule(31, { nextSlotAt: hoursAgo(7) }), NOW),
    'nobody took it',
  );
  assert.ok(!isOverdue(schemaSample('a'), scheduleSample('a'), NOW), 'none was promised yet');
});

test('there is room for a backup that is under way or about to begin', () => {
  assert.ok(!isOverdue(schema(24), schedule(0.2), NOW));
  assert.ok(isOverdue(schema(24), schedule(0.3), NOW));
  assert.ok(
    !isOverdue(schema(24), schedule(7), hoursAgo(8).getTime()),
    'by a clock that is behind',
  );
  assert.ok(!isOverdue(schema(31, { activeRunId: runId('r') }), schedule(7), NOW));
});

test('a schedule that is off, or of a schema that is gone, promises nothing', () => {
  assert.ok(!isOverdue(schema(31), schedule(7, { on: false }), NOW));
  assert.ok(!isOverdue(schema(31, { status: 'deleted' }), schedule(7), NOW));
});

test('a schema whose slots are skipped is not protected, though nothing has failed', () => {
  assert.equal(protectionOf(schema(6.9), schedule(7), NOW), 'protected');
  assert.equal(protectionOf(schema(31), schedule(7), NOW), 'failing');
  assert.equal(protectionOf(schema(6.9, refused(2)), schedule(7), NOW), 'failing');
  assert.equal(protectionOf(schema(31), schedule(7, { on: false }), NOW), 'unscheduled');
});
