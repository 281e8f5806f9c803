import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pace } from '../../../../src/core/assets/reading/pace.ts';
import { runParallel } from '../../../../src/core/assets/reading/run-parallel.ts';
import { SteppingClock } from '../../../support/clocks/stepping-clock.ts';

/**
 * Tasks that end when they are told to; `running` counts those under way, `most` the most there
 * were.
 */
class Tasks {
  running = 0;
  most = 0;
  aborted = 0;
  readonly #total: number;
  readonly #ends: (() => void)[] = [];
  #given = 0;

  constructor(total: number) {
    this.#total = total;
  }

  next = (): ((signal: AbortSignal) => Promise<number>) | null => {
    if (this.#given === this.#total) return null;
    const number = (this.#given += 1);
    return (signal) =>
      new Promise((resolve, reject) => {
        this.most = Math.max(this.most, (this.running += 1));
        let ended = false;
        const end = (settle: () => void) => (): void => {
          if (!ended) this.running -= 1;
          ended = true;
          settle();
        };
        this.#ends.push(end(() => resolve(number)));
        signal.addEventListener(
          'abort',
          end(() => {
            this.aborted += 1;
            reject(signal.reason as Error);
          }),
          { once: true },
        );
      });
  };

  endOne = (): void => this.#ends.shift()?.();
}

const clock = new SteppingClock();
const pace = (width: number): Pace => ({ width, clock, signal: new AbortController().signal });
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

test('a consumer that waits for a slow source gets more side by side, up to the width', async () => {
  const tasks = new Tasks(60);
  const results: number[] = [];
  const reading = (async () => {
    for await (const result of runParallel(tasks.next, pace(6))) results.push(result);
  })();
  while (results.length < 60) {
    await clock.step(100);
    tasks.endOne();
    await turn();
  }
  await reading;
  assert.equal(tasks.most, 6);
  assert.deepEqual(
    results.sort((a, b) => a - b),
    Array.from({ length: 60 }, (_each, at) => at + 1),
  );
});

test('answers that come in bursts are as slow as the first of them', async () => {
  const tasks = new Tasks(120);
  let results = 0;
  const reading = (async () => {
    for await (const _result of runParallel(tasks.next, pace(16))) results += 1;
  })();
  while (results < 120) {
    await clock.step(300);
    for (let running = tasks.running; running > 0; running -= 1) tasks.endOne();
    await turn();
  }
  await reading;
  assert.ok(tasks.most >= 7, `${tasks.most} at once`);
});

test('a consumer that is slower than its source is not buried: few are under way or waiting', async () => {
  let started = 0;
  let taken = 0;
  let most = 0;
  const next = () =>
    started === 200
      ? null
      : async () => {
          most = Math.max(most, (started += 1) - taken);
          return started;
        };
  for await (const _result of runParallel(next, pace(16))) {
    taken += 1;
    await turn();
  }
  assert.equal(taken, 200);
  assert.ok(most <= 4, `${most} at once`);
});

test('when one fails the others are aborted, and the failure is what the consumer sees', async () => {
  const tasks = new Tasks(10);
  let failed = false;
  const next = () => {
    if (failed) return tasks.next();
    failed = true;
    return async () => {
      await turn();
      throw new Error('broken');
    };
  };
  await assert.rejects(async () => {
    for await (const _result of runParallel(next, pace(4)));
  }, /broken/);
  assert.equal(tasks.running, 0);
  assert.ok(tasks.aborted > 0);
});

test('a consumer that stops leaves nothing under way', async () => {
  const tasks = new Tasks(10);
  const ending = turn().then(tasks.endOne);
  for await (const _result of runParallel(tasks.next, pace(4))) break;
  await ending;
  assert.equal(tasks.running, 0);
});
