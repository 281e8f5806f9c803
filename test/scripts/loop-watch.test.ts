import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as moment } from 'node:timers/promises';
import { LoopWatch, type Hold } from '../support/loop/loop-watch.ts';
import { killService, loopHolds, spawnService } from '../support/processes/spawn-service.ts';

const LIMIT_MS = 100;

/** What held the loop during the work. */
async function holdsDuring(work: () => unknown, slowness?: () => number): Promise<Hold[]> {
  const holds: Hold[] = [];
  const watch = new LoopWatch(LIMIT_MS, (hold) => holds.push(hold), slowness);
  await moment(50);
  watch.start();
  await moment(30);
  await work();
  await moment(50);
  watch.stop();
  return holds;
}

function spin(ms: number): void {
  const { user, system } = process.threadCpuUsage();
  for (;;) {
    const now = process.threadCpuUsage();
    if (now.user + now.system - user - system > ms * 1000) return;
  }
}

test('a turn that holds the loop is seen, with the time that it took', async () => {
  const holds = await holdsDuring(() => spin(450));
  assert.equal(holds.length, 1);
  assert.ok(holds[0]!.cpuMs >= 445, String(holds[0]!.cpuMs));
});

test('on a machine that is twice as slow just now a turn may take twice as long', async () => {
  const slowness = { usual: () => 1, slow: () => 2 };
  assert.equal((await holdsDuring(() => spin(150), slowness.usual)).length, 1);
  assert.equal((await holdsDuring(() => spin(150), slowness.slow)).length, 0);
  assert.equal((await holdsDuring(() => spin(250), slowness.slow)).length, 1);
});

test('promises that follow each other without an end hold the loop as well', async () => {
  const holds = await holdsDuring(async () => {
    const { user } = process.threadCpuUsage();
    while (process.threadCpuUsage().user - user < 400_000) await Promise.resolve();
  });
  assert.equal(holds.length, 1);
});

test('waiting, and much work in small pieces, hold nothing', async () => {
  const holds = await holdsDuring(async () => {
    await moment(300);
    for (let piece = 0; piece < 40; piece += 1) {
      spin(20);
      await moment(1);
    }
  });
  assert.deepEqual(holds, []);
});

test('short turns do not count with the long one that follows', async () => {
  const holds = await holdsDuring(
    async () => {
      for (let time = 0; time < 12; time += 1) {
        for (let piece = 0; piece < 9; piece += 1) {
          spin(1);
          await new Promise(setImmediate);
        }
        spin(94);
        await moment(1);
      }
    },
    () => 1,
  );
  assert.deepEqual(holds, []);
});

test('what holds the loop of a service that a test starts is noted', async () => {
  const { child, listening } = spawnService('test/support/processes/held-service.ts', {});
  await listening;
  for (let tries = 0; loopHolds() === '' && tries < 200; tries += 1) await moment(100);
  await killService(child);
  assert.match(loopHolds(), /^\S+Z \d+ ms\n/);
});
