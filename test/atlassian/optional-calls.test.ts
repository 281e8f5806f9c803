import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OptionalCalls } from '../../src/atlassian/assets/calls/optional-calls.ts';
import type { Http } from '../../src/atlassian/http/http.ts';
import { withRetry } from '../../src/atlassian/http/retry/with-retry.ts';
import { parseJson } from '../../src/atlassian/http/read-answer.ts';
import type { Undocumented } from '../../src/core/assets/ports/site/undocumented.ts';
import { Unavailable } from '../../src/core/kernel/errors.ts';
import { SteppingClock } from '../support/clocks/stepping-clock.ts';

const call = { of: 'roles', method: 'GET', path: '/roles', endpoint: 'GET roles' } as const;
const ask = (http: Http, off: Undocumented[] = []) =>
  new OptionalCalls({ http, root: 'https://x', off: new Set(off) }).ask(call, (answer) =>
    parseJson(answer, 'GET roles'),
  );
const answers =
  (status: number, body: string): Http =>
  async () => ({ status, headers: {}, body: Buffer.from(body) });

test('an answer that can be read is the value', async () => {
  assert.deepEqual(await ask(answers(200, '{"a":1}')), { value: { a: 1 } });
});

test('a refusal is a reason, in a sentence that names the call and the status', async () => {
  for (const status of [400, 401, 403, 404, 500]) {
    const found = await ask(answers(status, '{"errorMessage":"TCS"}'));
    assert.ok('unavailable' in found);
    assert.match(found.unavailable, new RegExp(`GET roles \\(status ${status}\\)\\. .*TCS\\.`));
  }
});

test('a refusal names who refused, and what the caller is known by there', async () => {
  const server = { name: 'The shelf', credentials: 'the ticket', caller: 'its holder' };
  for (const [status, said] of [
    [401, "The shelf doesn't accept the ticket for GET roles (status 401)."],
    [403, "The shelf doesn't allow its holder to call GET roles (status 403)."],
    [404, "The shelf doesn't offer GET roles (status 404)."],
    [500, "The shelf couldn't answer GET roles (status 500)."],
  ] as const) {
    const http = answers(status, '');
    const calls = new OptionalCalls({ http, root: 'https://x', off: new Set(), server });
    const found = await calls.ask(call, () => undefined);
    assert.equal('unavailable' in found && found.unavailable, said);
  }
});

test('an answer of another form, and none at all, are reasons', async () => {
  const odd = await ask(answers(200, '<html>'));
  assert.ok('unavailable' in odd && odd.unavailable.includes('unknown format'));
  const none = await ask(async () => {
    throw new Unavailable('site-unreachable', 'no');
  });
  assert.ok('unavailable' in none && none.unavailable.includes("didn't answer"));
});

test('a limit of the site is none: the run waits for it', async () => {
  const limited: Http = async () => {
    throw new Unavailable('site-limits', 'wait');
  };
  await assert.rejects(ask(limited), { code: 'site-limits' });
});

test('what the operator has switched off is not asked for', async () => {
  const found = await ask(async () => assert.fail('asked'), ['roles']);
  assert.ok('unavailable' in found && found.unavailable.includes('switched it off'));
});

test('a change that is answered with a web page is not taken for done', async () => {
  const change = { method: 'PUT', path: '/role', endpoint: 'PUT role' } as const;
  const ask = (http: Http) =>
    new OptionalCalls({ http, root: 'https://x', off: new Set() }).change(change);
  let tries = 0;
  const signIn: Http = async () => {
    tries += 1;
    return answers(200, '<!doctype html><title>Sign in</title>')(change as never);
  };
  const clock = new SteppingClock();
  const asked = ask(withRetry(signIn, { clock, patienceMs: 60_000, impatient: false }));
  await clock.step(10_000);
  const found = await asked;
  assert.ok('unavailable' in found && found.unavailable.includes('unknown format'));
  assert.equal(tries, 3);
  for (const body of ['', '{}', 'OK'])
    assert.deepEqual(await ask(answers(200, body)), { value: true }, body);
});
