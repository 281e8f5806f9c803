import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  NeverSent,
  NoAnswer,
  type Http,
  type HttpAnswer,
  type HttpCall,
} from '../../../src/atlassian/http/http.ts';
import { withRetry } from '../../../src/atlassian/http/retry/with-retry.ts';
import { Unanswered } from '../../../src/core/assets/ports/pages/unanswered.ts';
import { Unavailable } from '../../../src/core/kernel/errors.ts';
import { SteppingClock } from '../../support/clocks/stepping-clock.ts';
import { answer, call, inTurn } from './in-turn.ts';

/** What a call comes to when the site answers it so, in turn. */
async function askInTurn(
  outcomes: (HttpAnswer | Error)[],
  more: Partial<HttpCall> = {},
): Promise<{ status: number | string; sent: number; ms: number }> {
  const clock = new SteppingClock();
  const { http, sent } = inTurn(...outcomes);
  let endedAt = Infinity;
  const done = withRetry(http, { clock, patienceMs: 60_000, impatient: false, random: () => 0.5 })({
    ...call,
    ...more,
  })
    .then(
      ({ status }) => status,
      (error: Error) => error.message,
    )
    .finally(() => {
      endedAt = clock.monotonicMs();
    });
  await clock.step(300_000);
  return { status: await done, sent: sent(), ms: endedAt };
}

const said = (status: number): HttpAnswer => answer(status, '{"errorMessages":["no"],"errors":{}}');
const page = (status: number): HttpAnswer => answer(status, '<html><title>Not here</title></html>');
const whole = answer(200, '{"values":[]}');
/** Takes an object with values, as the readers of answers do. */
const check = ({ body }: HttpAnswer): void => {
  try {
    if (Array.isArray((JSON.parse(body.toString()) as { values?: unknown } | null)?.values)) return;
  } catch (error) {
    throw new Unavailable('unexpected-answer', 'the body', { cause: error });
  }
  throw new Unavailable('unexpected-answer', 'values');
};

test('one strange answer is asked again, whatever it says', async () => {
  for (const strange of [
    ...[401, 403, 404, 410, 400, 405, 302, 502, 520].map(page),
    ...[401, 403, 404, 409, 423, 425, 500].map((status) => answer(status, '{}')),
    ...[400, 401, 402, 403, 404, 405, 409, 410, 418, 423, 425, 431, 451, 500, 599].map(said),
    ...[401, 404, 409, 425].map((status) => answer(status, '')),
    answer(200, ''),
    answer(204, ''),
    answer(200, 'null'),
    answer(200, '[]'),
    answer(200, '{"values":[{"id":"1","la'),
    answer(200, '{"errorMessages":["Internal server error"],"errors":{}}'),
    answer(200, '\ufeff<?xml version="1.0"?><html>maintenance</html>'),
  ]) {
    const { status, sent } = await askInTurn([strange, whole], { check });
    assert.deepEqual([status, sent], [200, 2], `${strange.status} ${strange.body.toString()}`);
  }
});

test('a refusal of the API itself is believed when it is given twice, some seconds apart', async () => {
  for (const status of [400, 401, 402, 403, 404, 405, 410, 451]) {
    const { ms, ...seen } = await askInTurn([said(status), said(status)]);
    assert.deepEqual(seen, { status, sent: 2 });
    assert.ok(ms >= 1_000, `${ms} ms`);
  }
  assert.equal((await askInTurn([said(404), answer(503), said(404)])).status, 404);
  assert.equal((await askInTurn([said(404), said(403), said(403)])).status, 403);
  const changing = [404, 403, 404, 403, 404, 403].map(said);
  assert.equal((await askInTurn(changing)).sent, 5, 'it ends, whatever is said');
});

test('a refusal that is not in the words of the API is waited out, and never becomes one', async () => {
  const { status, sent } = await askInTurn(Array.from({ length: 50 }, () => page(404)));
  assert.match(
    String(status),
    /didn't answer for 60 seconds \(status 404\)\. It says: Not here\. Try again/,
  );
  assert.ok(sent > 4);
});

test('an answer that is whole and stays unknown ends with its own message after a few tries', async () => {
  const { status, sent } = await askInTurn(
    Array.from({ length: 50 }, () => answer(200, '{"value":1}')),
    { check },
  );
  assert.deepEqual([status, sent], ['values', 5]);
});

test('a site that asks for more than the patience is asked once more at its end; a person is told at once', async () => {
  const closed = answer(503, '', { 'retry-after': '36000' });
  const { sent, ms } = await askInTurn([closed, closed, closed]);
  assert.deepEqual([sent, ms], [2, 60_000]);
  const clock = new SteppingClock();
  const { http, sent: asked } = inTurn(closed, closed);
  await assert.rejects(withRetry(http, { clock, patienceMs: 8_000, impatient: true })(call));
  assert.equal(asked(), 1);
});

test('a create that the API refuses is asked again; one that something else refuses is unknown', async () => {
  const once = { method: 'POST', once: true } as const;
  assert.deepEqual(await askInTurn([said(403), answer(201)], once), {
    status: 201,
    sent: 2,
    ms: 3_000,
  });
  for (const lost of [page(403), page(404), answer(401, ''), page(400)]) {
    const { status, sent } = await askInTurn([lost, answer(201)], once);
    assert.equal(sent, 1);
    assert.match(String(status), /The answer to GET x was lost/);
  }
  for (const refused of [answer(400), answer(422, ''), said(409), page(413)])
    assert.equal((await askInTurn([refused], once)).status, refused.status);
});

/** Answers a call that is not documented in this way each time; says how often it was made. */
async function askOptional(answerOf: () => HttpAnswer) {
  const clock = new SteppingClock();
  let tries = 0;
  const http: Http = async () => {
    tries += 1;
    return answerOf();
  };
  const options = { clock, patienceMs: 60_000, impatient: false };
  const given = withRetry(
    http,
    options,
  )({ ...call, optional: true }).catch((error: Error) => error);
  await clock.step(60_000);
  return { given: await given, tries };
}

test('what is not documented is asked for three times, and its last answer taken as it is', async () => {
  for (const [status, body] of [
    [500, '{"message":"no"}'],
    [200, '<!doctype html>'],
    [404, '<status/>'],
  ] as const) {
    const { given, tries } = await askOptional(() => answer(status, body));
    assert.ok('status' in given);
    assert.deepEqual([given.status, tries], [status, 3]);
  }
});

test('what is not documented and never answered is given up after three tries', async () => {
  const { given, tries } = await askOptional(() => {
    throw new NoAnswer('no answer in time');
  });
  assert.ok(given instanceof Unavailable);
  assert.equal(tries, 3);
});

test('objects that are not answered are given up after three tries, with the words of the site', async () => {
  const dispensable = { dispensable: true } as const;
  const broken = answer(500, '{"errorMessages":["Broken"]}');
  const { http, sent } = inTurn(...Array.from({ length: 9 }, () => broken));
  const clock = new SteppingClock();
  const options = { clock, patienceMs: 600_000, holdMs: 30_000, impatient: false };
  const given = withRetry(
    http,
    options,
  )({ ...call, ...dispensable }).catch((error: Error) => error);
  await clock.step(60_000);
  const error = await given;
  assert.ok(error instanceof Unanswered);
  assert.deepEqual([error.why, error.retryAfterMs, sent()], ['status 500: Broken', 0, 3]);
  assert.equal(
    error.message,
    "The site repeatedly failed to answer (status 500). It says: Broken. Try again when it's available.",
  );
  const unsent = await askInTurn(
    [new NeverSent('refused'), new NeverSent('refused'), new NeverSent('refused'), answer(200)],
    dispensable,
  );
  assert.deepEqual([unsent.status, unsent.sent], [200, 4]);
});
