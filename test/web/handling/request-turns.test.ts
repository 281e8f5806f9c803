import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { test } from 'node:test';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import { RequestTurns } from '../../../src/web/handling/request-turns.ts';

const [alice, bob] = [tenantId('alice'), tenantId('bob')];

/** Requests of Alice that last until they are let go. */
async function busy(turns: RequestTurns, count: number) {
  const letGo: (() => void)[] = [];
  const all = Array.from({ length: count }, () =>
    turns
      .take(alice, () => new Promise<void>((resolve) => letGo.push(resolve)))
      .catch((error: unknown) => error),
  );
  await turn();
  return { letGo, all };
}

test('a tenant has so many requests answered at a time, the others wait their turn, and all are answered', async () => {
  const turns = new RequestTurns();
  const { letGo, all } = await busy(turns, 40);
  assert.equal(letGo.length, 16);
  letGo.shift()?.();
  await turn();
  assert.equal(letGo.length, 16, 'one has ended, the next one has begun');
  assert.equal(await turns.take(bob, async () => 'at once'), 'at once');
  for (let ended = 1; ended < 40; ended += 1) {
    letGo.shift()?.();
    await turn();
  }
  assert.deepEqual(await Promise.all(all), Array(40).fill(undefined));
});

test('more than can wait are refused, and a refused or failed one takes no place', async () => {
  const turns = new RequestTurns();
  const { letGo, all } = await busy(turns, 217);
  assert.match(String(await all.at(-1)), /Too many pages of this site are being loaded/);
  for (let ended = 0; ended < 216; ended += 1) {
    letGo.shift()?.();
    await turn();
  }
  await Promise.all(all);
  await assert.rejects(
    turns.take(alice, () => Promise.reject(new Error('failed'))),
    /failed/,
  );
  const again = await busy(turns, 16);
  assert.equal(again.letGo.length, 16);
});
