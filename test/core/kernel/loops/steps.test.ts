import assert from 'node:assert/strict';
import { test } from 'node:test';
import { letOthersRun } from '../../../../src/core/kernel/loops/let-others-run.ts';
import { inTurns, type Steps } from '../../../../src/core/kernel/loops/steps.ts';

/** Holds the process. */
function work(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

function* counting(to: number, each: () => void): Steps<number> {
  let sum = 0;
  for (let at = 1; at <= to; at += 1) {
    each();
    sum += at;
    yield;
  }
  return sum;
}

test('long work gives what comes out of it, and others run meanwhile', async () => {
  let turns = 0;
  let isDone = false;
  const others = async (): Promise<void> => {
    while (!isDone) {
      turns += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const running = others();
  const sum = await inTurns(counting(60, () => work(5)));
  isDone = true;
  await running;
  assert.equal(sum, 1_830);
  assert.ok(turns >= 15, `${turns} turns in 300 ms`);
});

test('several works side by side do not add up', async () => {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 1);
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  await Promise.all(Array.from({ length: 8 }, () => inTurns(counting(30, () => work(2)))));
  clearInterval(timer);
  const cpu = process.cpuUsage(cpuBefore);
  // on a machine that is busy with others the same work takes longer
  const slowdown = ((performance.now() - began) * 1_000) / (cpu.user + cpu.system);
  assert.ok(longest < 100 * Math.max(1, slowdown), `${longest} ms`);
});

test('of those that wait, one goes on in each turn of the event loop', async () => {
  work(20);
  let turn = 0;
  let isDone = false;
  const count = (): void => {
    turn += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  const wentOnIn: number[] = [];
  const waiting = Array.from({ length: 8 }, async () => {
    await letOthersRun();
    wentOnIn.push(turn);
  });
  await Promise.all(waiting);
  isDone = true;
  assert.equal(new Set(wentOnIn).size, 8, wentOnIn.join());
});

test('what a step throws is thrown', async () => {
  await assert.rejects(
    inTurns(
      counting(3, () => {
        throw new Error('broken');
      }),
    ),
    /broken/,
  );
});
