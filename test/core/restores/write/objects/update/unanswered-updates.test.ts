import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Unanswered } from '../../../../../../src/core/assets/ports/pages/unanswered.ts';
import { UnansweredUpdates } from '../../../../../../src/core/restores/write/objects/update/unanswered-updates.ts';

const error = new Unanswered('The site failed.', { why: 'status 500' });

test('an update that is not answered is tried once more after the others, and left then', () => {
  const updates = new UnansweredUpdates();
  updates.add(7, error);
  updates.noteTaken();
  assert.deepEqual([updates.isToTryAgain(7), updates.isToTryAgain(8)], [true, false]);
  assert.deepEqual(updates.beginLastTry(), [7]);
  updates.add(7, error);
  assert.deepEqual([updates.isToTryAgain(7), updates.isLastTry], [false, true]);
});

test('a site that takes no update, or leaves many of them unanswered, is down', () => {
  const none = new UnansweredUpdates();
  none.add(1, error);
  none.add(2, error);
  none.beginLastTry();
  assert.throws(() => none.add(1, error), error);
  const many = new UnansweredUpdates();
  many.noteTaken();
  for (let node = 1; node <= 20; node += 1) many.add(node, error);
  assert.throws(() => many.add(21, error), error);
});

test('the only update that there is is left when it was tried twice', () => {
  const updates = new UnansweredUpdates();
  updates.add(7, error);
  assert.deepEqual(updates.beginLastTry(), [7]);
  updates.add(7, error);
  assert.equal(updates.isToTryAgain(7), false);
});
