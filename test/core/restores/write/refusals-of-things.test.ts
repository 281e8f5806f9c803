import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Uncompared } from '../../../../src/core/restores/check/objects/uncompared.ts';
import { NotTaken, TakenTally } from '../../../../src/core/restores/write/taken-tally.ts';

test('what single objects are refused is counted, and the fifth refusal in a row is the last', () => {
  const tally = new TakenTally();
  for (let at = 0; at < 20; at += 1) {
    tally.refuse('no', 2);
    tally.add();
  }
  assert.deepEqual([tally.added, tally.refused, tally.why], [20, 40, 'no']);
  for (let at = 0; at < 4; at += 1) tally.refuse('no');
  assert.throws(() => tally.refuse('none'), new NotTaken('none'));
});

test('objects that cannot be compared are counted, unless the site gives nothing at all', () => {
  const some = new Uncompared();
  assert.deepEqual(some.sentences('Comments'), []);
  for (let at = 0; at < 10; at += 1) {
    some.add('No.');
    some.noteCompared();
  }
  assert.deepEqual(some.sentences('Comments'), [
    "Comments of 10 objects couldn't be compared. No.",
  ]);
  for (let at = 0; at < 5; at += 1) some.add('Gone.');
  assert.deepEqual(some.sentences('Comments'), [
    "Comments of the remaining objects weren't compared. Gone.",
  ]);
  const all = new Uncompared();
  for (let at = 0; at < 5; at += 1) all.add('None.');
  assert.equal(all.isHopeless, true);
  assert.deepEqual(all.sentences('Comments'), ["Comments couldn't be compared. None."]);
});
