import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verdictOf, verdictSentence } from '../../../../src/core/restores/report/verdict-of.ts';
import type { RestoreCounts } from '../../../../src/core/restores/report/restore-line.ts';

const counts = (more: Partial<RestoreCounts> = {}): RestoreCounts =>
  ({
    created: 0,
    updated: 0,
    left: 0,
    skipped: 0,
    failed: 0,
    valuesLeftOut: 0,
    ...more,
  }) as RestoreCounts;

test('the verdict has figures, and without any says whether something may still come', () => {
  const some = counts({ created: 1220, valuesLeftOut: 503 });
  assert.equal(
    verdictSentence('complete', some),
    'Restore complete · 1,220 created, 503 values skipped',
  );
  assert.deepEqual(
    (['queued', 'running', 'complete', 'stopped'] as const).map((state) =>
      verdictSentence(state, counts()),
    ),
    [
      'Restore queued · nothing written yet',
      'Restore in progress · nothing written yet',
      'Restore complete · nothing to change',
      'Restore stopped · nothing written',
    ],
  );
});

test('a restore that lacks comments or attachments is not good, and says so', () => {
  const whole = counts({ created: 3, lacking: [] });
  const short = counts({ created: 3, lacking: ['comments', 'attachments'] });
  assert.deepEqual([verdictOf('complete', whole), verdictOf('complete', short)], ['good', 'short']);
  assert.equal(
    verdictSentence('complete', short),
    'Restore complete · 3 created, comments and attachments incomplete',
  );
});
