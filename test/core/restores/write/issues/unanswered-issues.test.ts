import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Unavailable } from '../../../../../src/core/kernel/errors.ts';
import { UnansweredIssues } from '../../../../../src/core/restores/write/issues/unanswered-issues.ts';

const silent = new Unavailable('site-unreachable', 'It is down.');

/** How many issues may stay unanswered before it is Jira that does not answer. */
function countTaken(unanswered: UnansweredIssues): number {
  for (let count = 0; ; count += 1)
    try {
      unanswered.add(silent);
    } catch (error) {
      assert.equal(error, silent);
      return count;
    }
}

test('an issue or two are exceptions; where no change is taken, more of them are not', () => {
  assert.equal(countTaken(new UnansweredIssues()), 2);
});

test('where Jira takes others, twenty are exceptions', () => {
  const unanswered = new UnansweredIssues();
  unanswered.noteTaken();
  assert.equal(countTaken(unanswered), 20);
});
