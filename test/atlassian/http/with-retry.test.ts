import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NeverSent, NoAnswer, type Http, type HttpCall } from '../../../src/atlassian/http/http.ts';
import { decide } from '../../../src/atlassian/http/retry/outcome.ts';
import { retryDelayMs } from '../../../src/atlassian/http/retry/retry-delay-ms.ts';
import { withRetry } from '../../../src/atlassian/http/retry/with-retry.ts';
import { AnswerTooLarge } from '../../../src/core/assets/ports/pages/answer-too-large.ts';
import { OutcomeUnknown } from '../../../src/core/assets/ports/outcome-unknown.ts';
import { Unavailable } from '../../../src/core/kernel/errors.ts';
import { SteppingClock } from '../../support/clocks/stepping-clock.ts';
import { answer, call, inTurn } from './in-turn.ts';

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
  const down: Http = async () => {
    tries += 1;
    return answer(503);
  };
  const outcome = withRetry(down, {
    clock,
    patienceMs: 60_000,
    impatient: false,
    random: () => 0.5,
    onWait: (wait) => waits.push(wait),
  })(call).catch((error: Error) => error);
  await clock.step(120_000);
  assert.match(
    ((await outcome) as Error).message,
    /The site didn't answer for 60 seconds \(status 503\)\. Try again when it's available\./,
  );
  assert.ok(tries > 4 && waits.length > 3);
});

test('429s never use up the patience of a run, but that of a person', async () => {
  const clock = new SteppingClock();
  let left = 500;
  const limited: Http = async () => (left-- > 0 ? answer(429) : answer(200));
  assert.equal(
    (await withRetry(limited, { clock, patienceMs: 1, impatient: false })(call)).status,
    200,
  );
  left = 500;
  await assert.rejects(
    withRetry(limited, { clock, patienceMs: 1, impatient: true })(call),
    /too many requests/,
  );
});

test('a web page in place of data counts as down', async () => {
  const clock = new SteppingClock();
  let first = true;
  const http: Http = async () => {
    const page = first;
    first = false;
    return page ? answer(200, '<!doctype html>') : answer(200, '{"a":1}');
  };
  const outcome = withRetry(http, {
    clock,
    patienceMs: 60_000,
    impatient: false,
    random: () => 0.5,
  })(call);
  await clock.step(10_000);
  assert.equal((await outcome).body.toString(), '{"a":1}');
});

test('a create is made again only where it was not done for certain, everything else whatever happened', () => {
  const [run, page] = [{ impatient: false }, { impatient: true }];
  assert.deepEqual(
    (['limited', 'unsent', 'lost'] as const).map((failed) =>
      decide(failed, { once: true, ...run }),
    ),
    ['again', 'later', 'unknown'],
  );
  assert.deepEqual(
    (['limited', 'unsent', 'lost'] as const).map((failed) =>
      decide(failed, { once: false, ...run }),
    ),
    ['again', 'later', 'later'],
  );
  assert.deepEqual(
    (['limited', 'unsent', 'lost'] as const).map((failed) =>
      decide(failed, { once: true, ...page }),
    ),
    ['later', 'later', 'unknown'],
  );
});

const create: HttpCall = { ...call, method: 'POST', endpoint: 'POST x', once: true };

test('a create goes through 429s and refused connections to its answer, and is sent to the site once', async () => {
  const clock = new SteppingClock();
  const { http, sent } = inTurn(
    answer(429),
    new NeverSent('ECONNREFUSED'),
    answer(429),
    new NeverSent('ENOTFOUND'),
    answer(201),
  );
  const done = withRetry(http, { clock, patienceMs: 60_000, impatient: false })(create);
  await clock.step(60_000);
  assert.deepEqual([(await done).status, sent()], [201, 5]);
});

test('a create whose answer was lost is not sent again, and says so; one that never left ends with the patience', async () => {
  const clock = new SteppingClock();
  for (const lost of [
    answer(500),
    answer(503, '', { 'retry-after': '1' }),
    answer(200, '<html>'),
    new NoAnswer('ECONNRESET'),
    new AnswerTooLarge(),
  ]) {
    const { http, sent } = inTurn(lost, answer(201));
    await assert.rejects(
      withRetry(http, { clock, patienceMs: 60_000, impatient: false })(create),
      (error: unknown) =>
        error instanceof OutcomeUnknown &&
        error.code === 'outcome-unknown' &&
        /POST x/.test(error.message),
    );
    assert.equal(sent(), 1);
  }
  const { http: broken } = inTurn(answer(500, '{"errorMessages":["Broken."]}'));
  await assert.rejects(withRetry(broken, { clock, patienceMs: 60_000, impatient: false })(create), {
    why: 'status 500: Broken',
    message: "The answer to POST x was lost (status 500: Broken), so its result isn't known.",
  });
  const refused: Http = async () => {
    throw new NeverSent('ECONNREFUSED');
  };
  const outcome = withRetry(refused, { clock, patienceMs: 60_000, impatient: false })(create).catch(
    (error: Error) => error,
  );
  await clock.step(120_000);
  const error = (await outcome) as Unavailable;
  assert.equal(error.code, 'site-unreachable');
  assert.match(error.message, /^The site didn't answer for 60 seconds \(ECONNREFUSED\)\. Try/);
});

test('changes are repeated when their answer was lost', async () => {
  const clock = new SteppingClock();
  for (const method of ['PUT', 'DELETE'] as const) {
    const { http, sent } = inTurn(
      answer(500),
      new NoAnswer('ECONNRESET'),
      answer(200, '<html>'),
      answer(204, ''),
    );
    const done = withRetry(http, { clock, patienceMs: 60_000, impatient: false })({
      ...call,
      method,
    });
    await clock.step(60_000);
    assert.deepEqual([(await done).status, sent()], [204, 4]);
  }
});

test('what fails after a rate limit is counted and waited for anew', async () => {
  const clock = new SteppingClock();
  const waits: (string | null)[] = [];
  const { http } = inTurn(answer(503), answer(429), answer(503), answer(200));
  // The budget waits below, once it has seen the limit.
  let limited = false;
  const underBudget: Http = async (asked) => {
    if (limited) await clock.sleep(60_000);
    const came = await http(asked);
    limited = came.status === 429;
    return came;
  };
  const outcome = withRetry(underBudget, {
    clock,
    patienceMs: 1_800_000,
    holdMs: 30_000,
    impatient: false,
    random: () => 0.5,
    onWait: (wait) => waits.push(wait && wait.reason),
  })(call);
  await clock.step(120_000);
  assert.equal((await outcome).status, 200);
  assert.deepEqual(waits, ['unreachable', null, 'unreachable', null]);
});
