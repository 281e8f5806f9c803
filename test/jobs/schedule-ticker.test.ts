import { silentLog } from '../../src/core/kernel/log.ts';
import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import type { FireSlots, Round } from '../../src/core/schedules/fire-slots.ts';
import { catalogId, tenantId } from '../../src/core/kernel/ids.ts';
import { ScheduleTicker } from '../../src/jobs/schedule-ticker.ts';
import { SteppingClock } from '../support/clocks/stepping-clock.ts';
import { processorTimer } from '../support/processor-timer.ts';

const START = Date.parse('2026-11-24T12:00:00.400Z');
const NOTHING: Round = { queued: 0, skipped: 0, waited: 0, healed: 0, failed: [] };
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** A ticker over rounds that a test answers, on a machine whose clock goes a second at a time. */
function ticker(answer: () => Promise<Round>) {
  const lines: [string, object, string][] = [];
  let rounds = 0;
  const clock = new SteppingClock(START);
  const slots = {
    round: async () => {
      rounds += 1;
      return answer();
    },
  } as unknown as FireSlots;
  const note =
    (level: string) =>
    (fields: object, message: string): void => {
      lines.push([level, fields, message]);
    };
  return {
    clock,
    ticker: new ScheduleTicker({
      slots,
      clock,
      log: { ...silentLog, info: note('info'), warn: note('warn') },
    }),
    lines,
    rounds: () => rounds,
    seconds: async (count: number) => {
      for (let second = 0; second < count; second += 1) {
        mock.timers.tick(1_000);
        await clock.step(1_000);
        await settled();
      }
    },
  };
}

beforeEach(() => mock.timers.enable({ apis: ['Date'], now: START }));
afterEach(() => mock.timers.reset());

test('it looks every second, and says only what came of it', async () => {
  const answers: Round[] = [NOTHING, { ...NOTHING, queued: 2, waited: 1 }];
  const {
    ticker: ticking,
    lines,
    rounds,
    seconds,
  } = ticker(async () => answers.shift() ?? NOTHING);
  ticking.start();
  await seconds(5);
  assert.ok(rounds() >= 4, `${rounds()} rounds`);
  assert.deepEqual(lines, [
    ['info', { queued: 2, skipped: 0, waited: 1 }, 'Scheduled backups are due.'],
  ]);
  await ticking.stop();
});

test('a slot that fails and a database that is gone are told, without what the error holds, and tried again', async () => {
  const schedule = {
    tenantId: tenantId('t'),
    catalogId: catalogId('c'),
  } as Round['failed'][number]['schedule'];
  const answers: (() => Promise<Round>)[] = [
    async () => ({ ...NOTHING, failed: [{ schedule, error: new Error('broken') }] }),
    () => Promise.reject(new Error('gone')),
  ];
  const {
    ticker: ticking,
    lines,
    rounds,
    seconds,
  } = ticker(() => (answers.shift() ?? (async () => NOTHING))());
  ticking.start();
  await seconds(5);
  assert.deepEqual(lines, [
    [
      'warn',
      { tenant: 't', schema: 'c', why: 'broken' },
      "A scheduled backup couldn't be queued. It will be retried.",
    ],
    ['warn', { why: 'gone' }, "The schedules can't be read. Retrying."],
  ]);
  assert.ok(rounds() >= 4);
  await ticking.stop();
});

test('a round that takes long is not overtaken, and a stop waits for it', async () => {
  const { promise, resolve } = Promise.withResolvers<Round>();
  const { ticker: ticking, rounds, seconds } = ticker(() => promise);
  ticking.start();
  await seconds(5);
  assert.equal(rounds(), 1);
  let stopped = false;
  const stop = ticking.stop().then(() => {
    stopped = true;
  });
  await settled();
  assert.equal(stopped, false);
  resolve(NOTHING);
  await stop;
  await seconds(3);
  assert.equal(rounds(), 1, 'none begins after the stop');
});

test('it goes on ticking, a round a second, wherever the clock leaps', async () => {
  const { ticker: ticking, rounds, seconds } = ticker(async () => NOTHING);
  ticking.start();
  await seconds(3);
  for (const leap of ['2026-11-24T09:00:00Z', '2027-12-29T12:00:00Z', '1970-01-01T00:00:00Z']) {
    mock.timers.setTime(Date.parse(leap));
    const before = rounds();
    const tookMs = processorTimer();
    await seconds(5);
    const ms = tookMs();
    assert.ok(rounds() - before >= 4 && rounds() - before <= 6, `${rounds() - before} rounds`);
    assert.ok(ms < 1_000, `${ms} ms after a leap to ${leap}`);
  }
  await ticking.stop();
});

test('schedules that were dated in the future are told', async () => {
  const answers: Round[] = [{ ...NOTHING, healed: 3 }];
  const { ticker: ticking, lines, seconds } = ticker(async () => answers.shift() ?? NOTHING);
  ticking.start();
  await seconds(3);
  assert.deepEqual(
    lines.map(([level, fields]) => [level, fields]),
    [['warn', { schedules: 3 }]],
  );
  await ticking.stop();
});

test('what fails in every round is told once, and again when it fails anew or otherwise', async () => {
  const schedule = {
    tenantId: tenantId('t'),
    catalogId: catalogId('c'),
  } as Round['failed'][number]['schedule'];
  const whys = ['broken', 'broken', 'torn', undefined, 'torn', 'torn'];
  const round = async (): Promise<Round> => {
    const why = whys.shift();
    const failed = why === undefined ? [] : [{ schedule, error: new Error(why) }];
    return { ...NOTHING, failed };
  };
  const { ticker: ticking, lines, seconds } = ticker(round);
  ticking.start();
  await seconds(10);
  assert.deepEqual(whys, []);
  assert.deepEqual(
    lines.map(([, fields]) => (fields as { why?: string }).why),
    ['broken', 'torn', 'torn'],
  );
  await ticking.stop();
});
