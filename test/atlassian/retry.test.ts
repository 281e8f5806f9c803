import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retryDelayMs, withRetry } from '../../src/atlassian/http/retry.ts';
import type { Http, HttpAnswer } from '../../src/atlassian/http/http.ts';
import { SteppingClock } from '../support/stepping-clock.ts';

const answer = (status: number, body = '{}', headers: Record<string, string> = {}): HttpAnswer => ({ status, headers, body: Buffer.from(body) });
const call = { method: 'GET' as const, url: 'http://x', endpoint: 'GET x' };

test('delays double from two seconds with jitter, up to thirty, and never undercut what the site asks for', () => {
  assert.equal(retryDelayMs(1, undefined, 0.5), 2_000);
  assert.equal(retryDelayMs(3, undefined, 0.5), 8_000);
  assert.equal(retryDelayMs(9, undefined, 1), 30_000);
  assert.equal(retryDelayMs(1, 45_000, 0), 45_000);
});

test('a site that is down is asked again until the patience is used up, and the reason is said', async () => {
  const clock = new SteppingClock();
  const waits: unknown[] = [];
  let tries = 0;
  const down: Http = async () => { tries += 1; return answer(503); };
  const outcome = withRetry(down, { clock, patienceMs: 60_000, impatient: false, random: () => 0.5, onWait: (wait) => waits.push(wait) })(call).catch((error: Error) => error);
  await clock.step(120_000);
  assert.match(((await outcome) as Error).message, /The site did not answer for 60 seconds \(status 503\)\. Try again when it does\./);
  assert.ok(tries > 4 && waits.length > 3);
});

test('429s never use up the patience of a run, but that of a person', async () => {
  const clock = new SteppingClock();
  let left = 500;
  const limited: Http = async () => (left-- > 0 ? answer(429) : answer(200));
  assert.equal((await withRetry(limited, { clock, patienceMs: 1, impatient: false })(call)).status, 200);
  left = 500;
  await assert.rejects(withRetry(limited, { clock, patienceMs: 1, impatient: true })(call), /too many requests/);
});

test('a web page in place of data counts as down', async () => {
  const clock = new SteppingClock();
  let first = true;
  const http: Http = async () => { const page = first; first = false; return page ? answer(200, '<!doctype html>') : answer(200, '{"a":1}'); };
  const outcome = withRetry(http, { clock, patienceMs: 60_000, impatient: false, random: () => 0.5 })(call);
  await clock.step(10_000);
  assert.equal((await outcome).body.toString(), '{"a":1}');
});
