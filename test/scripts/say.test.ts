import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepOf, withBar } from '../../scripts/demo/say.ts';

const AT_20 =
  'Backing up Computers: In Progress 20 % 250 of 1,220 · 85/s · 11 s left Reading objects';

test('in a log a step is one line, whatever its figures', () => {
  assert.equal(stepOf(AT_20), 'Backing up Computers: Reading objects');
  assert.equal(stepOf(AT_20.replace('20 %', '40 %')), stepOf(AT_20));
  assert.equal(stepOf('Backing up Computers: Pending'), '');
  assert.equal(stepOf('Backing up Computers: '), '');
  assert.equal(stepOf(''), '');
  assert.equal(
    stepOf('Checking Computers: In Progress Finishing'),
    'Checking Computers: Finishing',
  );
});

test('at a terminal a bar says how far it is', () => {
  assert.match(withBar(AT_20), /^████░{16} Backing up/);
  assert.equal(withBar('Backing up Computers: Pending'), 'Backing up Computers: Pending');
});
