import assert from 'node:assert/strict';
import { test } from 'node:test';
import { issueNotes } from '../../../../../src/core/restores/plan/making/issue-notes.ts';
import type { PlannedIssues } from '../../../../../src/core/restores/plan/plan-issues.ts';

const planned = (changes: Partial<PlannedIssues> = {}): PlannedIssues => ({
  chosen: true,
  total: 60,
  set: 57,
  right: 0,
  changed: 0,
  missing: 0,
  failed: 0,
  calls: 115,
  minutes: 1,
  listed: [],
  ...changes,
});
const here = { destination: { isSameSite: true } } as Parameters<typeof issueNotes>[0];
const elsewhere = { destination: { isSameSite: false } } as Parameters<typeof issueNotes>[0];

test('a plan says which issues stay as they are, and why', () => {
  assert.deepEqual(issueNotes(here, undefined), []);
  assert.deepEqual(issueNotes(here, planned()), []);
  assert.match(issueNotes(here, planned({ chosen: false }))[0]!, /60 issues.*what you chose/);
  assert.match(issueNotes(here, planned({ why: 'No right.' }))[0]!, /stay as they are: No right/);
  const reason = 'The field was changed after the backup.';
  const listed = [{ key: 'HELP-2', summary: 'Broken', reason }];
  const notes = issueNotes(elsewhere, planned({ changed: 2, missing: 1, listed }));
  assert.match(notes[0]!, /by their key/);
  assert.match(notes.join(' '), /changed after the backup.*2 issues.*visible.*1 issue\..*HELP-2/);
});
