import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorsOf, errorText } from '../../../src/atlassian/http/site-errors.ts';
import { processorTimer } from '../../support/processor-timer.ts';

const of = (body: unknown) => ({
  status: 400,
  headers: {},
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

test('the words of a site are found in every shape that an error has', () => {
  const cases: [unknown, string][] = [
    [{ errorMessages: ['One.', 'Two.'], errors: {} }, 'One. Two.'],
    [{ errorMessages: [], errors: { name: 'Taken.', odd: ['A', 'B'] } }, 'Taken. A B'],
    [{ errorMessages: 'One.', errors: null }, 'One.'],
    [{ errorMessages: null, errors: 'Two.' }, 'Two.'],
    [{ errors: [{ message: 'Three.' }, 'Four.'] }, 'Three. Four.'],
    [{ errorMessage: 'TCS 404' }, 'TCS 404'],
    [
      { code: 401, message: 'Unauthorized; scope does not match' },
      'Unauthorized; scope does not match',
    ],
    [{ error: 'Not Found', path: '/x' }, 'Not Found'],
    [{ error: { message: 'Deep.' } }, 'Deep.'],
    [{ title: 'Gone', detail: 'Long ago.' }, 'Gone Long ago.'],
    [
      '<?xml version="1.0"?><status><status-code>404</status-code><message>null for uri</message></status>',
      'null for uri',
    ],
    [
      '\ufeff<html><head><title>Just a\n moment</title></head><body>x</body></html>',
      'Just a moment',
    ],
    ['<p>Request <b>blocked</b></p>', 'Request blocked'],
    ['Client must be authenticated', 'Client must be authenticated'],
    ['', ''],
    ['null', ''],
    ['[]', ''],
    ['7', ''],
    ['{}', ''],
  ];
  for (const [body, text] of cases) assert.equal(errorText(of(body)), text, JSON.stringify(body));
});

test("only what has the API's members is its own", () => {
  for (const own of [
    { errorMessages: [] },
    { errors: {} },
    { errorMessage: '' },
    { message: 'no' },
  ])
    assert.ok(errorsOf(of(own)).isOwn, JSON.stringify(own));
  for (const foreign of [
    {},
    { error: 'Not Found' },
    [],
    null,
    '<html>',
    '',
    '<message>no</message>',
  ])
    assert.ok(!errorsOf(of(foreign)).isOwn, JSON.stringify(foreign));
});

test('what is nested too deep says nothing, and hides nothing else', () => {
  const lists = `${'['.repeat(40_000)}1${']'.repeat(40_000)}`;
  const objects = `${'{"a":'.repeat(15_000)}1${'}'.repeat(15_000)}`;
  for (const deep of [lists, objects])
    assert.deepEqual(
      errorsOf(of(`{"errorMessages":${deep},"message":"no","errors":{"name":${deep}}}`)),
      { messages: ['no'], fields: { name: '' }, isOwn: true },
    );
});

test('a large body is no error, and a hostile page takes no time', () => {
  const tookMs = processorTimer();
  assert.equal(errorText(of('<script'.repeat(36_000))).length, 300);
  assert.equal(errorText(of(`{"message":"${'x'.repeat(300_000)}"}`)), '');
  assert.ok(tookMs() < 200);
});
