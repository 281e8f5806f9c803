import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  NeverSent,
  NoAnswer,
  SiteRedirects,
  type HttpAnswer,
  type HttpCall,
} from '../../../src/atlassian/http/http.ts';
import { outcomeOf, outcomeOfError } from '../../../src/atlassian/http/retry/outcome.ts';
import { AnswerTooLarge } from '../../../src/core/assets/ports/pages/answer-too-large.ts';
import { Refused, Unavailable } from '../../../src/core/kernel/errors.ts';

const answer = (status: number, body = '{}', headers: Record<string, string> = {}): HttpAnswer => ({
  status,
  headers,
  body: Buffer.from(body),
});
const question: HttpCall = { method: 'GET', url: 'http://x', endpoint: 'GET x' };
const change: HttpCall = { method: 'PUT', url: 'http://x', endpoint: 'PUT x' };
const OWN = '{"errorMessages":["no"],"errors":{}}';

test('what an answer says of a question', () => {
  const cases: [HttpAnswer, string][] = [
    [answer(200), 'answered'],
    [answer(201), 'answered'],
    [answer(204, ''), 'answered'],
    [answer(400, OWN), 'verdict'],
    [answer(400, '{"message":"no"}'), 'verdict'],
    [answer(402, OWN), 'verdict'],
    [answer(405, OWN), 'verdict'],
    [answer(451, OWN), 'verdict'],
    [answer(451, '<html>'), 'lost'],
    [answer(410), 'lost'],
    [answer(206, '{'), 'answered'],
    [answer(206, '<html>'), 'lost'],
    [answer(520, OWN), 'lost'],
    [answer(599, ''), 'lost'],
    [answer(413, '<html>'), 'answered'],
    [answer(400, 'no'), 'lost'],
    [answer(404, OWN), 'verdict'],
    [answer(404, '{"errorMessage":"TCS 404"}'), 'verdict'],
    [answer(403, '{"message":"no"}'), 'verdict'],
    [answer(200, '[]', { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' }), 'verdict'],
    [answer(403, '<html>', { 'x-authentication-denied-reason': 'CAPTCHA_CHALLENGE' }), 'verdict'],
    [answer(404), 'lost'],
    [answer(404, '<status><status-code>404</status-code></status>'), 'lost'],
    [answer(409, OWN), 'lost'],
    [answer(425, OWN), 'lost'],
    [answer(429), 'limited'],
    [answer(408), 'lost'],
    [answer(500), 'lost'],
    [answer(502, '<html>'), 'lost'],
    [answer(503), 'lost'],
    [answer(504), 'lost'],
    [answer(200, '<!doctype html>'), 'lost'],
    [answer(201, 'done'), 'lost'],
  ];
  for (const [given, kind] of cases)
    assert.equal(
      outcomeOf(given, question, 0).kind,
      kind,
      `${given.status} ${given.body.toString()}`,
    );
  const refusable: HttpCall = { ...question, refusable: true };
  assert.deepEqual(
    [answer(400, OWN), answer(400, '<html>'), answer(404, OWN)].map(
      (given) => outcomeOf(given, refusable, 0).kind,
    ),
    ['answered', 'lost', 'verdict'],
  );
  assert.deepEqual(outcomeOf(answer(429, '', { 'retry-after': '7' }), question, 0), {
    kind: 'limited',
    why: 'too many requests',
    retryAfterMs: 7_000,
  });
});

test('what is wrong with what was written is said in whatever shape, but for a web page', () => {
  const cases: [HttpAnswer, string][] = [
    [answer(400), 'answered'],
    [answer(400, 'no'), 'answered'],
    [answer(409), 'answered'],
    [answer(422, ''), 'answered'],
    [answer(413, '<html>'), 'answered'],
    [answer(400, '<html>'), 'lost'],
    [answer(404, OWN), 'verdict'],
    [answer(405, OWN), 'verdict'],
    [answer(451, OWN), 'verdict'],
    [answer(404), 'lost'],
    [answer(200, ''), 'answered'],
  ];
  for (const [given, kind] of cases)
    assert.equal(
      outcomeOf(given, change, 0).kind,
      kind,
      `${given.status} ${given.body.toString()}`,
    );
});

test('what an error says of what was done; of a create an answer that cannot be taken is lost too', () => {
  const cases: [unknown, string | undefined, string | undefined][] = [
    [new NeverSent('refused'), 'unsent', 'unsent'],
    [new NoAnswer('cut'), 'lost', 'lost'],
    [new SiteRedirects('https://elsewhere'), 'lost', 'lost'],
    [new AnswerTooLarge(), 'unreadable', 'lost'],
    [new Refused('token-refused', 'no'), undefined, undefined],
    [new Unavailable('storage-unavailable', 'before it was sent'), undefined, undefined],
    [new Error('stopped'), undefined, undefined],
  ];
  const create: HttpCall = { ...question, method: 'POST', once: true };
  for (const [error, kind, onceKind] of cases)
    assert.deepEqual(
      [outcomeOfError(error, question)?.kind, outcomeOfError(error, create)?.kind],
      [kind, onceKind],
      String(error),
    );
  const pages: HttpCall = { ...question, divisible: true };
  assert.equal(outcomeOfError(new AnswerTooLarge(), pages), undefined, 'fewer are asked for');
});

test('a page, an error and nothing in the place of a picture are no answer', () => {
  const picture: HttpCall = { ...question, bytes: true };
  const kindOf = (body: string | Buffer) =>
    outcomeOf({ ...answer(200), body: Buffer.from(body) }, picture, 0).kind;
  assert.equal(kindOf(Buffer.from([0x89, 0x50, 0x4e, 0x47])), 'answered');
  assert.equal(
    kindOf('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
    'answered',
  );
  const page = '<?xml version="1.0"?><html><svg xmlns="http://www.w3.org/2000/svg"/></html>';
  for (const body of ['<html>maintenance</html>', page, OWN, ''])
    assert.equal(kindOf(body), 'lost');
});

test('what a sink took leaves no body, and what it did not take is no answer', () => {
  const sink = { received: 0, take: async () => undefined };
  const file: HttpCall = { ...question, bytes: true, sink };
  assert.equal(outcomeOf(answer(200, ''), file, 0).kind, 'answered');
  assert.equal(outcomeOf(answer(200, '<html>'), file, 0).kind, 'lost');
});
