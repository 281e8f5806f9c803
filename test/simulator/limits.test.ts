import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { DEFAULT_SETTINGS } from '../../simulator/world/settings.ts';

let now = 0;
const simulator = await startSimulator({ seed: 'tiny', now: () => now });
after(() => simulator.close());
beforeEach(() => {
  Object.assign(simulator.settings, structuredClone(DEFAULT_SETTINGS));
  now += 60_000;
});

async function search(account = 'admin', path = '/object/aql') {
  const token = Buffer.from(`${account}@example.com:${account}-token`).toString('base64');
  const answer = await fetch(
    `${simulator.url}/jsm/assets/workspace/${simulator.workspaceId}/v1${path}`,
    {
      method: 'POST',
      headers: { authorization: `Basic ${token}`, 'content-type': 'application/json' },
      body: '{"qlQuery":"objectId = 0"}',
    },
  );
  return { status: answer.status, json: (await answer.json()) as object, headers: answer.headers };
}
const statuses = async (count: number, ...call: Parameters<typeof search>): Promise<number[]> => {
  const seen: number[] = [];
  for (let at = 0; at < count; at += 1) seen.push((await search(...call)).status);
  return seen;
};

test('by default a key has 1,000 searches a minute, and the refusal is in Atlassian’s words', async () => {
  assert.deepEqual(new Set(await statuses(1_000)), new Set([200]));
  const refused = await search();
  assert.equal(refused.status, 429);
  assert.deepEqual(refused.json, {
    message: 'Every API key is allowed to perform 1000 requests per minute to this endpoint',
  });
  assert.equal(refused.headers.get('retry-after'), '60');
  assert.equal((await search('user')).status, 200, 'another key');
  assert.equal((await search('admin', '/object/aql/totalcount')).status, 200, 'another endpoint');
  now += 60_000;
  assert.equal((await search()).status, 200, 'a minute later');
});

test('where the limits are the site’s, keys share them', async () => {
  Object.assign(simulator.settings, { endpointLimits: { 'POST object/aql': 2 } });
  assert.deepEqual(await statuses(3), [200, 200, 429]);
  now += 60_000;
  simulator.settings.limitScope = 'site';
  assert.deepEqual(await statuses(1), [200]);
  assert.deepEqual(await statuses(2, 'user'), [200, 429]);
});

test('of the limit of the endpoint and that of each endpoint the lower one counts', async () => {
  Object.assign(simulator.settings, { limitPerMinute: 2 });
  assert.deepEqual(await statuses(3), [200, 200, 429]);
  assert.deepEqual(await statuses(3, 'admin', '/object/aql/totalcount'), [200, 200, 429]);
});

test('without limits nothing is refused', async () => {
  simulator.settings.endpointLimits = {};
  assert.deepEqual(new Set(await statuses(1_100)), new Set([200]));
});

test('how long to wait is said in the form that the switch names', async () => {
  Object.assign(simulator.settings, { endpointLimits: { 'POST object/aql': 1 } });
  await search();
  now += 1_500;
  const until = now - 1_500 + 60_000;
  const hints = async (): Promise<(string | null)[]> => {
    const { headers } = await search();
    return [headers.get('retry-after'), headers.get('x-ratelimit-reset')];
  };
  assert.deepEqual(await hints(), ['59', null]);
  for (const [hint, expected] of [
    ['date', [new Date(until).toUTCString(), null]],
    ['zero', ['0', null]],
    ['empty', ['', null]],
    ['reset', [null, new Date(until).toISOString()]],
  ] as const) {
    simulator.settings.retryHint = hint;
    assert.deepEqual(await hints(), expected, hint);
  }
  simulator.settings.retryAfter = false;
  assert.deepEqual(await hints(), [null, null]);
});
