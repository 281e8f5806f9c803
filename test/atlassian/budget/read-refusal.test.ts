import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRefusal } from '../../../src/atlassian/budget/read-refusal.ts';

const read = (message: string, headers: Record<string, string> = {}) => {
  const body = Buffer.from(JSON.stringify({ errorMessages: [message], errors: {} }));
  return readRefusal({ status: 429, headers, body }, 0);
};

test('what a refusal says of the limit: of what, how long, how many', () => {
  assert.deepEqual(
    read('Every API key is allowed to perform 2,000 requests per minute to this endpoint.', {
      'retry-after': '9',
    }),
    { of: 'endpoint', waitMs: 9_000, perMinute: 2_000 },
  );
  assert.deepEqual(read('Rate limit exceeded.'), {
    of: 'site',
    waitMs: undefined,
    perMinute: null,
  });
  assert.deepEqual(read('10000 requests per minute are allowed.'), {
    of: 'site',
    waitMs: undefined,
    perMinute: 10_000,
  });
  assert.equal(read('50 requests per second to this endpoint').perMinute, 3_000);
  assert.equal(read('', { 'ratelimit-reason': 'jira-burst-based' }).of, 'endpoint');
  assert.equal(read('', { 'ratelimit-reason': 'jira-quota-tenant-based' }).of, 'site');
});

test('of less than one call a minute one is counted, and a figure that is none says nothing', () => {
  assert.equal(read('30 requests per hour are allowed.').perMinute, 1);
  assert.equal(read(`${'9'.repeat(400)} requests per minute`).perMinute, null);
});
