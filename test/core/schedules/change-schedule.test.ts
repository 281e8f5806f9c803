import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogId, tenantId } from '../../../src/core/kernel/ids.ts';
import { changeSchedule, type ScheduleStore } from '../../../src/core/schedules/schedule.ts';

const schedule = { version: 3 } as NonNullable<Awaited<ReturnType<ScheduleStore['get']>>>;

/** A store that takes the write that comes after so many. */
function storeThatTakes(after: number) {
  const writes: number[] = [];
  const store = {
    get: async () => schedule,
    write: async ({ version }: { version: number }) => writes.push(version) > after,
  } as unknown as ScheduleStore;
  return {
    writes,
    change: () => changeSchedule(store, tenantId('t'), catalogId('c'), () => schedule),
  };
}

test('a change is written again while others come between', async () => {
  const { writes, change } = storeThatTakes(3);
  assert.equal((await change())?.version, 4);
  assert.equal(writes.length, 4);
});

test('a store that never takes it ends the waiting with a sentence', async () => {
  const { change } = storeThatTakes(Infinity);
  await assert.rejects(change(), { code: 'schedule-busy', message: /Try again in a minute/ });
});
