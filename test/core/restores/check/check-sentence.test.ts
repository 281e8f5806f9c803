import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSentence } from '../../../../src/core/restores/check/check-sentence.ts';
import type { CheckFacts } from '../../../../src/core/restores/restore-facts.ts';

const SAME: CheckFacts = {
  compared: 20,
  equal: 20,
  explained: 0,
  kept: 0,
  missing: 0,
  differingCount: 0,
  differing: [],
  keptObjects: [],
  missingObjects: [],
  structure: [],
};
const sentence = (facts: Partial<CheckFacts>): string => checkSentence({ ...SAME, ...facts });
const issues = (differingCount: number, compared: number): Partial<CheckFacts> => ({
  issues: { compared, right: 0, explained: 0, differingCount, differing: [] },
});

test('everything as in the backup is said in a sentence', () => {
  const end = 'compared with the backup, value by value: everything matches.';
  assert.equal(sentence({}), `20 objects ${end}`);
  assert.equal(sentence({ compared: 1, equal: 1 }), `1 object ${end}`);
});

test('what differs is counted, whatever it is about', () => {
  assert.equal(
    sentence({ missing: 1, differingCount: 2, structure: ["Comments couldn't be compared. No."] }),
    '20 objects compared with the backup, value by value: 1 missing, 2 with different values, 1 other difference. Review the list.',
  );
});

test('issues that lead elsewhere are counted, in the singular and the plural', () => {
  const end = (facts: Partial<CheckFacts>) => sentence(facts).split('. ').at(-1);
  assert.equal(end(issues(1, 10)), "1 of 10 issues doesn't lead to the restored objects.");
  assert.equal(end(issues(2, 10)), "2 of 10 issues don't lead to the restored objects.");
  assert.equal(end(issues(0, 10)), '10 issues lead to the restored objects.');
  assert.equal(end(issues(0, 1)), '1 issue leads to the restored objects.');
});
