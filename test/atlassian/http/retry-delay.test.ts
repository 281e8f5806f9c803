import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hintedWaitMs } from '../../../src/atlassian/http/retry/retry-delay-ms.ts';

const NOW = Date.parse('2026-01-01T01:00:00Z');
const wait = (headers: Record<string, string>): number | undefined =>
  hintedWaitMs({ status: 429, headers, body: Buffer.alloc(0) }, NOW);

test('a site says in many ways how long it wants to be left alone', () => {
  const cases: [Record<string, string>, number | undefined][] = [
    [{}, undefined],
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': ' 7 ' }, 7_000],
    [{ 'retry-after': '0' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{ 'retry-after': '-3' }, undefined],
    [{ 'retry-after': '-32' }, undefined],
    [{ 'retry-after': '-3600' }, undefined],
    [{ 'x-ratelimit-reset': '-49' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': 'soon 2030' }, undefined],
    [{ 'retry-after': 'Thursday, 01-Jan-26 01:00:42 GMT' }, 42_000],
    [{ 'retry-after': 'Thu Jan  1 01:00:42 2026 GMT' }, 42_000],
    [{ 'retry-after': 'NaN' }, undefined],
    [{ 'retry-after': 'Infinity' }, undefined],
    [{ 'retry-after': '1.5' }, 1_500],
    [{ 'retry-after': '7 seconds' }, 7_000],
    [{ 'retry-after': '7s' }, 7_000],
    [{ 'retry-after': '7, 9' }, 7_000],
    [{ 'retry-after': '9'.repeat(400) }, undefined],
    [{ 'retry-after': 'Thu, 01 Jan 2026 01:00:42 GMT' }, 42_000],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:59:00 GMT' }, undefined],
    [{ 'x-ratelimit-reset': '2026-01-01T01:01Z' }, 60_000],
    [{ 'x-ratelimit-reset': '2026-01-01T01:00:20.000Z' }, 20_000],
    [{ 'x-ratelimit-reset': String(NOW / 1000 + 9) }, 9_000],
    [{ 'x-ratelimit-reset': String(NOW + 9_000) }, 9_000],
    [{ 'x-ratelimit-reset': '12' }, 12_000],
    [{ 'x-ratelimit-reset': `${NOW / 1000 + 9}, ${NOW / 1000 + 9}` }, 9_000],
    [{ 'x-ratelimit-reset': '2025-12-31T23:59Z' }, undefined],
    [{ 'ratelimit-reset': '12' }, 12_000],
    [{ 'retry-after': '0', 'x-ratelimit-reset': '12' }, 12_000],
    [{ 'retry-after': '3', 'x-ratelimit-reset': '12' }, 3_000],
    [{ ratelimit: '"a";r=5;t=9, "b";r=0;t=600' }, 600_000],
    [{ ratelimit: '"a";r=5;t=9' }, undefined],
    [{ 'retry-after': '999999' }, 3_600_000],
    [{ 'x-ratelimit-reset': '2036-01-01T01:01Z' }, 3_600_000],
  ];
  for (const [headers, expected] of cases)
    assert.equal(wait(headers), expected, JSON.stringify(headers));
});

test("a date is held against the site's own clock, whatever ours says", () => {
  const date = 'Fri, 02 Jan 2032 08:00:00 GMT';
  assert.equal(wait({ date, 'retry-after': 'Fri, 02 Jan 2032 08:00:30 GMT' }), 30_000);
  assert.equal(wait({ date, 'x-ratelimit-reset': '2032-01-02T08:01Z' }), 60_000);
});
