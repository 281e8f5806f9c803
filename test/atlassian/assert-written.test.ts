import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertWritten } from '../../src/atlassian/assets/calls/assert-written.ts';
import { Refused } from '../../src/core/kernel/errors.ts';
import { WriteRefused } from '../../src/core/assets/ports/write-refused.ts';
import { processorTimer } from '../support/processor-timer.ts';

const gone = (): Refused => new Refused('schema-gone', 'gone');

function refusalOf(status: number, body: unknown): Refused | undefined {
  try {
    assertWritten(
      {
        status,
        headers: {},
        body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
      },
      'POST x',
      gone,
    );
    return undefined;
  } catch (error) {
    assert.ok(error instanceof Refused);
    return error;
  }
}

test('each status of a write that was not done has its code', () => {
  const cases: [number, unknown, string | undefined][] = [
    [200, {}, undefined],
    [201, {}, undefined],
    [204, '', undefined],
    [400, {}, 'write-refused'],
    [409, {}, 'write-refused'],
    [413, '<html>', 'write-refused'],
    [422, {}, 'write-refused'],
    [403, { errorMessages: ['no'] }, 'no-permission'],
    [404, {}, 'schema-gone'],
    [405, {}, 'site-refused'],
    [
      400,
      { errorMessages: ['You have reached the maximum number of objects for your plan.'] },
      'quota-full',
    ],
    [403, { errorMessages: ['The object limit of this site is reached.'] }, 'quota-full'],
    [402, { errorMessages: ['Limit of objects exceeded'] }, 'quota-full'],
    [400, { errorMessages: ['The license limit of this site has been reached.'] }, 'quota-full'],
    [403, { errorMessages: ['Your quota is exceeded.'] }, 'quota-full'],
  ];
  for (const [status, body, code] of cases)
    assert.equal(refusalOf(status, body)?.code, code, `${status} ${JSON.stringify(body)}`);
});

test('a limit of a value is no limit of the site', () => {
  for (const body of [
    { errors: { 'rlabs-insight-attribute-7': 'The maximum number of objects is 5' } },
    { errorMessages: ['The text exceeds the limit of 255 characters.'] },
    { errorMessages: ['The object type name exceeds the limit of 30 characters.'] },
    { errorMessages: ['Rack can only contain max 2 values'] },
    { errorMessages: ['Mailbox quota has to be an integer'] },
    { errorMessages: ['License key exceeds the limit of 255 characters.'] },
    { errorMessages: ['The value "Plan limit reached" is not valid for Status.'] },
    { errorMessages: ['Invalid values [Object limit]'] },
    { errorMessages: ['The attribute Rack has a maximum number of objects of 5.'] },
  ])
    assert.equal(refusalOf(400, body)?.code, 'write-refused', JSON.stringify(body));
});

test('a refusal names attributes by their id, other fields by their name, and says what the site says', () => {
  const refusal = refusalOf(400, {
    errorMessages: [],
    errors: {
      'rlabs-insight-attribute-1881': 'Invalid Group(s)',
      name: 'Name has to be unique',
      odd: 7,
    },
  });
  assert.ok(refusal instanceof WriteRefused);
  assert.deepEqual(
    { ...refusal.fields },
    { 1881: 'Invalid Group(s)', name: 'Name has to be unique', odd: '7' },
  );
  assert.equal(refusal.message, 'Invalid Group(s) Name has to be unique 7');
  assert.equal(
    refusalOf(400, { errorMessages: ['The object type is abstract.'] })?.message,
    'The object type is abstract.',
  );
  for (const body of [
    { errorMessages: 'It is abstract.', errors: null },
    { errorMessage: 'It is abstract.' },
    { message: 'It is abstract.' },
  ])
    assert.equal(refusalOf(400, body)?.message, 'It is abstract.', JSON.stringify(body));
  for (const body of ['', '<html>', 'null', '{"errorMessages":[],"errors":null}', '[]'])
    assert.equal(refusalOf(400, body)?.message, 'Atlassian refused POST x with status 400.', body);
});

test('a message of any length is read at once, and kept in a few words', () => {
  const tookMs = processorTimer();
  const refusal = refusalOf(400, {
    errorMessages: [
      'plan '.repeat(30_000),
      `${'x '.repeat(500)}rlabs-insight-attribute-7: too long`,
    ],
    errors: { 'rlabs-insight-attribute-8': 'y'.repeat(50_000) },
  });
  assert.ok(tookMs() < 2_000);
  assert.ok(refusal instanceof WriteRefused);
  assert.equal(refusal.message.length, 500);
  assert.deepEqual(refusal.fields, {
    7: 'rlabs-insight-attribute-7: too long',
    8: 'y'.repeat(500),
  });
});
