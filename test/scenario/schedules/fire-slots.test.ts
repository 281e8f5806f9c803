import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRunId } from '../../../src/core/runs/new-run-id.ts';
import { restoreKind } from '../../../src/core/restores/restore-kind.ts';
import type { RestoreInput } from '../../../src/core/restores/restore-input.ts';
import type { Clock } from '../../../src/core/kernel/time/clock.ts';
import { dying } from '../../support/processes/dying.ts';
import { done, iso, NOTHING, nightlyRig } from '../../support/sites/nightly-site.ts';
import { SteppingClock } from '../../support/clocks/stepping-clock.ts';
import { compareAsText } from '../../support/compare-as-text.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const { connection, fireSlots, nightlySite, stores } = await nightlyRig();
const { catalog, runs, schedules } = stores;

test('a slot is fired once, at its time, and then the next', async () => {
  const {
    clock,
    round,
    scheduledRuns: made,
    slots,
    schedule,
    activeRun,
    tenantId,
    catalogId,
    end,
    forget,
  } = await nightlySite();
  await clock.step(14 * HOUR - 1);
  assert.deepEqual(await round(), NOTHING);
  await clock.step(1);
  assert.deepEqual(await round(), { ...NOTHING, queued: 1 });
  assert.deepEqual(await round(), NOTHING);
  const [run, ...more] = await made();
  assert.deepEqual(more, []);
  assert.deepEqual(
    [run!.kind, run!.state, run!.catalogId, run!.requestedBy, await activeRun()],
    ['backup', 'queued', catalogId, { accountId: '1', name: 'Schedule (Alice)' }, run!.id],
  );
  assert.deepEqual(await slots(), [
    { tenantId, catalogId, at: new Date('2026-11-24T02:00Z'), runId: run!.id, missed: 0 },
  ]);
  assert.deepEqual(
    [(await schedule()).firing, iso((await schedule()).nextSlotAt)],
    [undefined, '2026-11-25T02:00'],
  );
  await end();
  await clock.step(DAY);
  assert.deepEqual(await round(), { ...NOTHING, queued: 1 });
  assert.equal((await made()).length, 2);
  await forget();
});

test('five replicas at once fire forty schemas once each', async () => {
  const {
    clock,
    scheduledRuns: made,
    forget,
    ids,
    tenantId,
  } = await nightlySite(Array.from({ length: 40 }, (_none, at) => `Schema ${at}`));
  await clock.step(15 * HOUR);
  const rounds = await Promise.all(Array.from({ length: 5 }, () => fireSlots(clock).round()));
  assert.deepEqual(
    rounds.flatMap((round) => round.failed),
    [],
  );
  for (let again = 0; again < 2; again += 1)
    assert.deepEqual(done(await fireSlots(clock).round()), NOTHING);
  assert.deepEqual(
    (await made()).map((run) => run.catalogId).sort(compareAsText),
    [...ids].sort(compareAsText),
  );
  for (const id of ids) assert.equal((await schedules.slots(tenantId, id, 1, 10)).total, 1);
  await forget();
});

test('a slot that comes while the backup before it is open is noted as skipped, and not stacked', async () => {
  const site = await nightlySite();
  const { clock, round, scheduledRuns: made, slots, end, activeRun, forget } = site;
  const { tenantId, catalogId } = site;
  await clock.step(14 * HOUR);
  await round();
  const first = await activeRun();
  await clock.step(DAY);
  assert.deepEqual(await round(), { ...NOTHING, skipped: 1 });
  assert.deepEqual([(await made()).length, await activeRun()], [1, first]);
  assert.deepEqual(
    (await slots()).map((slot) => [iso(slot.at), slot.skipped]),
    [
      ['2026-11-25T02:00', 'The previous backup was still queued or running.'],
      ['2026-11-24T02:00', undefined],
    ],
  );
  assert.deepEqual((await schedules.get(tenantId, catalogId))?.skips?.map(iso), [
    '2026-11-25T02:00',
  ]);
  await end('failed');
  assert.deepEqual(await round(), NOTHING, 'a skipped slot does not run later');
  await clock.step(DAY);
  assert.deepEqual(await round(), { ...NOTHING, queued: 1 });
  await forget();
});

test('a manual backup that is open has a slot skipped as well, and one that ended without giving the schema back does not', async () => {
  const { clock, round, scheduledRuns: made, backUp, end, forget } = await nightlySite();
  await backUp();
  await clock.step(14 * HOUR);
  assert.deepEqual(await round(), { ...NOTHING, skipped: 1 });
  await end('complete', false);
  await clock.step(DAY);
  assert.deepEqual(await round(), { ...NOTHING, queued: 1 });
  assert.equal((await made()).length, 1);
  await forget();
});

test('a slot that comes while a restore writes to the schema says so', async () => {
  const { clock, round, slots, tenantId, catalogId, end, forget } = await nightlySite();
  const restore = newRunId();
  assert.ok(await catalog.occupy(tenantId, catalogId, restore));
  await runs.enqueue({
    id: restore,
    tenantId,
    kind: restoreKind,
    input: { occupies: String(catalogId) } as RestoreInput,
    catalogId,
    trigger: 'manual',
    requestedBy: { accountId: '1', name: 'Alice' },
  });
  await clock.step(14 * HOUR);
  assert.deepEqual(await round(), { ...NOTHING, skipped: 1 });
  assert.deepEqual(
    (await slots()).map(({ skipped }) => skipped),
    ['A restore was writing to this schema.'],
  );
  await end();
  await clock.step(DAY);
  assert.deepEqual(await round(), { ...NOTHING, queued: 1 });
  await forget();
});

test('after an outage one backup is queued for all that was missed', async () => {
  const { clock, round, scheduledRuns: made, slots, forget } = await nightlySite();
  await clock.step(5 * DAY);
  assert.deepEqual(await round(), { ...NOTHING, queued: 1 });
  assert.deepEqual(
    (await slots()).map((slot) => [iso(slot.at), slot.missed]),
    [['2026-11-28T02:00', 4]],
  );
  assert.equal((await made()).length, 1);
  await forget();
});

test('a rule that is edited between two rounds counts from then on, and a slot in hand is not lost by it', async () => {
  const { clock, round, scheduledRuns: made, edit, schedule, slots, forget } = await nightlySite();
  await clock.step(14 * HOUR + 1_000);
  await edit({ cron: '0 5 * * *' });
  assert.deepEqual(
    [await round(), await made()],
    [NOTHING, []],
    'the slot of the old rule was due and not taken',
  );
  await clock.step(3 * HOUR);
  // It is taken and queued, and not put down.
  await dying(stores, 5, 'hangs before', (use) => fireSlots(clock, use).round());
  assert.ok((await schedule()).firing);
  await edit({ cron: '0 6 * * *' });
  assert.deepEqual(
    [iso((await schedule()).nextSlotAt), iso((await schedule()).firing?.slotAt)],
    ['2026-11-25T06:00', '2026-11-24T05:00'],
  );
  await edit({ on: false });
  await round();
  assert.deepEqual(
    [(await schedule()).firing, (await made()).length, (await slots()).length],
    [undefined, 1, 1],
  );
  await forget();
});

test('a replica whose clock is ahead fires first, and one whose clock is behind neither fires again nor brings the slot back by an edit', async () => {
  const { clock, round, scheduledRuns: made, edit, schedule, forget } = await nightlySite();
  const ahead = new SteppingClock(clock.now() + 5 * 60_000);
  await clock.step(14 * HOUR - 2 * 60_000);
  await ahead.step(14 * HOUR - 2 * 60_000);
  assert.deepEqual(done(await fireSlots(ahead).round()), { ...NOTHING, queued: 1 });
  await edit({ cron: '59 1 * * *' });
  assert.equal(iso((await schedule()).nextSlotAt), '2026-11-25T01:59');
  await clock.step(5 * 60_000);
  assert.deepEqual([await round(), (await made()).length], [NOTHING, 1]);
  await forget();
});

test('a round that is told to stop takes nothing more', async () => {
  const { clock, forget, scheduledRuns: made } = await nightlySite();
  await clock.step(DAY);
  const stop = new AbortController();
  stop.abort();
  assert.deepEqual([done(await fireSlots(clock).round(stop.signal)), await made()], [NOTHING, []]);
  await forget();
});

test('deleting old backups, and the lines of their slots, lets none of them run again', async () => {
  const {
    clock,
    round,
    scheduledRuns: made,
    end,
    forget,
    tenantId,
    catalogId,
    edit,
  } = await nightlySite();
  for (let night = 0; night < 3; night += 1) {
    await clock.step(DAY);
    assert.deepEqual(await round(), { ...NOTHING, queued: 1 });
    await end();
  }
  for (const run of await made()) await runs.remove(tenantId, [run.id]);
  await connection.collection('slots').deleteMany({ catalogId });
  assert.deepEqual(await round(), NOTHING);
  await edit({ cron: '30 2 * * *' });
  assert.deepEqual([await round(), await made()], [NOTHING, []]);
  const late = new SteppingClock(clock.now() - 2 * HOUR);
  assert.deepEqual([done(await fireSlots(late).round()), await made()], [NOTHING, []]);
  await forget();
});

test('schedules go on at once after a clock was two years ahead for a moment, and leave no slot of that time', async () => {
  const { clock, slots, schedule, scheduledRuns: made, end, forget } = await nightlySite();
  const machine = { aheadMs: 0 };
  const leaping: Clock = {
    now: () => clock.now() + machine.aheadMs,
    monotonicMs: () => clock.monotonicMs(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
  };
  const firing = fireSlots(leaping);
  assert.deepEqual(done(await firing.round()), NOTHING);
  machine.aheadMs = 2 * 365 * DAY;
  assert.equal((await firing.round()).queued, 1);
  await end();
  assert.equal((await schedule()).nextSlotAt?.getUTCFullYear(), 2028);
  machine.aheadMs = 0;
  await clock.step(1_000);
  assert.equal((await firing.round()).healed, 1);
  assert.deepEqual([iso((await schedule()).nextSlotAt), await slots()], ['2026-11-24T02:00', []]);
  await clock.step(14 * HOUR);
  assert.deepEqual(done(await firing.round()), { ...NOTHING, queued: 1 });
  assert.deepEqual(
    (await slots()).map((slot) => iso(slot.at)),
    ['2026-11-24T02:00'],
  );
  assert.equal((await made()).length, 2);
  await forget();
});

test('a schedule that no tick would look at, because it was changed in the database, is found within an hour', async () => {
  const odd = [
    { dueAt: null },
    { dueAt: new Date('2345-06-07') },
    { nextSlotAt: 'text' },
    { nextSlotAt: new Date('2345-06-07'), dueAt: new Date('2345-06-07') },
    { firing: { slotAt: new Date('2345-06-07'), runId: 'r', missed: 0 }, dueAt: { odd: 1 } },
  ];
  for (const fields of odd) {
    const { clock, schedule, change, forget } = await nightlySite();
    const firing = fireSlots(clock);
    await firing.round();
    const right = (await schedule()).nextSlotAt;
    await change(fields);
    await clock.step(HOUR);
    await firing.round();
    const healed = await schedule();
    assert.deepEqual(
      [healed.nextSlotAt, healed.firing],
      [right, undefined],
      JSON.stringify(fields),
    );
    await clock.step(14 * HOUR);
    assert.equal((await firing.round()).queued, 1, JSON.stringify(fields));
    await forget();
  }
});

test('what the clock of another machine has dated in the future is found within a minute', async () => {
  const { clock, schedule, forget } = await nightlySite();
  const [here, there] = [fireSlots(clock), new SteppingClock(clock.now() + 365 * DAY)];
  await here.round();
  assert.equal((await fireSlots(there).round()).queued, 1);
  await clock.step(59_000);
  assert.equal((await here.round()).healed, 0);
  await clock.step(1_000);
  assert.equal((await here.round()).healed, 1);
  assert.equal(iso((await schedule()).nextSlotAt), '2026-11-24T02:00');
  await forget();
});
