import { setTimeout as moment } from 'node:timers/promises';
import type { Connection } from 'mongoose';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import { changeSchedule } from '../../../src/core/schedules/schedule.ts';
import { MongoScheduleStore } from '../../../src/storage/stores/mongo-schedule-store.ts';

const LOOK_MS = 500;
/** What has not moved for so long hangs: two rounds of upkeep may be due, on a busy machine. */
const STILL_MS = 300_000;
/** What moves, but has not come to its end by then, goes in circles. */
const WITHIN_MS = 600_000;

/** Runs that are queued or running, and schemas that one occupies, a line each. */
async function findInHand(service: Connection): Promise<string[]> {
  const [runs, occupied] = await Promise.all([
    service
      .collection('runs')
      .find({ state: { $in: ['queued', 'running'] } })
      .toArray(),
    service
      .collection('catalog')
      .find({ activeRunId: { $exists: true } })
      .toArray(),
  ]);
  return [
    ...runs.map(({ _id, kind, state, ...rest }) => {
      const { progress, waiting, notBefore, takeovers, fence, cancelRequested } = rest;
      const more = { progress, waiting, notBefore, takeovers, fence, cancelRequested };
      return `${kind} ${String(_id)} is ${state}: ${JSON.stringify(more)}`;
    }),
    ...occupied.map(({ name, activeRunId }) => `${name} is occupied by ${activeRunId}`),
  ].sort();
}

/**
 * Switches every schedule off, and waits until nothing is in hand any more.
 * @throws Error that tells what still is, when it no longer moves
 */
export async function becomeQuiet(service: Connection): Promise<void> {
  const schedules = new MongoScheduleStore(service);
  const stored = service.collection<{ _id: string; tenantId: string }>('schedules').find();
  for (const { _id, tenantId: tenant } of await stored.toArray())
    await changeSchedule(schedules, tenantId(tenant), _id as never, (before) => {
      const { nextSlotAt: _next, ...rest } = before!;
      return { ...rest, on: false };
    });
  const began = Date.now();
  let moved = { at: began, text: '' };
  for (;;) {
    const text = (await findInHand(service)).join('\n');
    if (text === '') return;
    if (text !== moved.text) moved = { at: Date.now(), text };
    const stillMs = Date.now() - moved.at;
    if (stillMs > STILL_MS || Date.now() - began > WITHIN_MS)
      throw new Error(`Still in hand, and unmoved for ${Math.round(stillMs / 1000)} s:\n${text}`);
    await moment(LOOK_MS);
  }
}
