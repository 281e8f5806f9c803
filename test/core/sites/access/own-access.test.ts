import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR_MS, MINUTE_MS } from '../../../../src/core/kernel/time/durations.ts';
import { tenantId } from '../../../../src/core/kernel/ids.ts';
import { currentOwnToken } from '../../../../src/core/sites/access/own-access.ts';

const alice = tenantId('alice');
const givenAt = new Date('2026-11-26T10:00:00Z');
const store = { find: async () => ({ token: 'of the app', cloudId: 'c-1', givenAt }) };

test('a token of the app counts for four hours, and what ended is waited for, not taken', async () => {
  const at = (ms: number) => currentOwnToken(store, alice, givenAt.getTime() + ms);
  assert.equal(await at(4 * HOUR_MS - 1), 'of the app');
  await assert.rejects(at(4 * HOUR_MS), {
    code: 'own-access-ended',
    retryAfterMs: 5 * MINUTE_MS,
  });
  const none = { find: async () => undefined };
  await assert.rejects(currentOwnToken(none, alice, 0), { code: 'own-access-ended' });
});

test('a token that was given at no time, or at one that has not come, is waited for', async () => {
  const odd = [new Date(givenAt.getTime() + HOUR_MS), null, 'text', 7];
  for (const each of odd) {
    const access = { token: 'of the app', cloudId: 'c-1', givenAt: each as Date };
    const asked = currentOwnToken({ find: async () => access }, alice, givenAt.getTime());
    await assert.rejects(asked, { code: 'own-access-ended' }, String(each));
  }
  assert.equal(await currentOwnToken(store, alice, givenAt.getTime() - MINUTE_MS), 'of the app');
});
