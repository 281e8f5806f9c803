import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readQuota } from '../../../src/atlassian/budget/read-quota.ts';
import { readRefusal } from '../../../src/atlassian/budget/read-refusal.ts';

const said = (more: Record<string, string> = {}) => ({
  'x-ratelimit-limit': '50',
  'x-ratelimit-remaining': '12',
  'x-ratelimit-interval-seconds': '2',
  'x-ratelimit-fillrate': '5',
  'retry-after': '0',
  ...more,
});

test('what Data Center says of its limit is read', () => {
  assert.deepEqual(readQuota({ headers: said() }), { left: 12, waitMs: 2_000, perMinute: 150 });
  const empty = said({ 'x-ratelimit-remaining': '0', 'retry-after': '7' });
  assert.deepEqual(readQuota({ headers: empty }), { left: 0, waitMs: 7_000, perMinute: 150 });
});

test('where no limit is set, and where what is said makes no sense, there is none', () => {
  const odd = [
    {},
    { 'retry-after': '3' },
    said({ 'x-ratelimit-fillrate': '0' }),
    said({ 'x-ratelimit-interval-seconds': 'soon' }),
    said({ 'x-ratelimit-remaining': '' }),
  ];
  for (const headers of odd) assert.equal(readQuota({ headers }), undefined);
});

test('a refusal that says no time is over when the bucket is filled again', () => {
  const headers = said({ 'x-ratelimit-remaining': '0' });
  const answer = { status: 429, headers, body: Buffer.from('{}') };
  assert.deepEqual(readRefusal(answer, 0), { of: 'site', waitMs: 2_000, perMinute: 150 });
});

test('no site is waited for longer than an hour, and what nobody can count with is not said', () => {
  for (const years of ['31536000', '1e9'])
    for (const name of ['x-ratelimit-interval-seconds', 'retry-after'])
      assert.equal(readQuota({ headers: said({ [name]: years }) })?.waitMs, 3_600_000, name);
  for (const name of ['interval-seconds', 'fillrate', 'remaining'])
    for (const figure of ['Infinity', '1e300', 'NaN'])
      assert.equal(readQuota({ headers: said({ [`x-ratelimit-${name}`]: figure }) }), undefined);
});
