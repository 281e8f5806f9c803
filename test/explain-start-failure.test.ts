import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Damaged, InvalidInput } from '../src/core/kernel/errors.ts';
import { explainStartFailure } from '../src/explain-start-failure.ts';
import { RingFault } from '../src/storage/sealing/key-ring.ts';

const systemError = (code: string): Error =>
  Object.assign(new Error(`${code}: it failed`), { code });

test('a system error says what to do about it, and keeps its own words', () => {
  assert.equal(
    explainStartFailure(systemError('ENOSPC')),
    'The disk is full. Free up space, then start again. (ENOSPC: it failed)',
  );
  assert.match(
    explainStartFailure(systemError('EADDRINUSE')),
    /^Another program is using the port.*set PORT/,
  );
  assert.match(explainStartFailure(systemError('EACCES')), /DATA_DIR and PORT/);
});

test('an error with a sentence of its own is that sentence, without a stack', () => {
  assert.equal(explainStartFailure(new Error('PORT is no number.')), 'PORT is no number.');
  assert.equal(explainStartFailure(new InvalidInput({ name: 'Too long.' })), 'Too long.');
  assert.equal(explainStartFailure(systemError('EODD')), 'EODD: it failed');
});

test('of what pages say without names, whoever starts the service reads the cause', () => {
  const cause = new RingFault('KEY_RING has a different key named "k".');
  assert.equal(explainStartFailure(new Damaged('Contact them.', { cause })), cause.message);
  const other = new Damaged('Enter it again.', { cause: new Error('no words') });
  assert.equal(explainStartFailure(other), 'Enter it again.');
});

test('what is thrown without being an error is shown', () => {
  assert.equal(explainStartFailure('no luck'), "The service can't start: no luck");
});
