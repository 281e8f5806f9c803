import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RestoreCheckRun } from '../../../../../src/core/restores/check/restore-check-kind.ts';
import { CheckFacts } from '../../../../../src/core/restores/restore-facts.ts';
import { restoreCheckView } from '../../../../../src/web/pages/restores/check/restore-check-view.ts';
import type { Reader } from '../../../../../src/web/view/reader.ts';
import { id, restoreRun } from '../call-for.ts';

test('what differs is said with dates as all others, and as it was stored by earlier versions', () => {
  const object = { key: 'A-1', targetKey: 'B-1', label: 'Office 1' };
  const differing = [
    { attribute: 'Opened', wanted: ['2020-01-01'], actual: [] },
    { attribute: 'Seen', wanted: ['2026-07-01T10:00:00.000Z'], actual: ['x'] },
  ];
  const counts = { compared: 1, equal: 0, explained: 0, kept: 0, missing: 0, differingCount: 2 };
  const result = CheckFacts.parse({
    ...counts,
    differing: [
      { ...object, differing },
      { ...object, what: 'Opened: nothing in the backup' },
    ],
    keptObjects: [],
    missingObjects: [],
    structure: [],
  });
  const run = { ...restoreRun, kind: 'restore-check', state: 'complete', result };
  const reader = { timeZone: 'Europe/Berlin', nowMs: 0, locale: 'de-DE' };
  const shown = restoreCheckView({ id }, run as unknown as RestoreCheckRun, reader as Reader);
  assert.deepEqual(
    shown.result?.differing?.objects.map(({ what }) => what),
    [
      'Opened: 1. Jan. 2020 in the backup, nothing on the destination; Seen: 1. Juli 2026, 12:00 in the backup, x on the destination',
      'Opened: nothing in the backup',
    ],
  );
});

test('how many objects match is said of none, one and several', () => {
  const reader = { timeZone: 'UTC', nowMs: 0, locale: 'en-GB' } as Reader;
  const saidOf = (compared: number, equal: number, explained = 0): string | undefined => {
    const counts = { compared, equal, explained, kept: 0, missing: 0, differingCount: 0 };
    const lists = { differing: [], keptObjects: [], missingObjects: [], structure: [] };
    const result = CheckFacts.parse({ ...counts, ...lists });
    const run = { ...restoreRun, kind: 'restore-check', state: 'complete', result };
    const view = restoreCheckView({ id }, run as unknown as RestoreCheckRun, reader);
    return view.result?.matching;
  };
  assert.equal(saidOf(0, 0), 'There were no objects to compare.');
  assert.equal(saidOf(1, 1), 'The object matches exactly.');
  assert.equal(saidOf(1_220, 1_220), 'All 1,220 objects match exactly.');
  assert.equal(
    saidOf(2, 1, 1),
    '1 of 2 objects matches exactly. 1 differs only by the values listed.',
  );
  assert.equal(
    saidOf(1_220, 717, 503),
    '717 of 1,220 objects match exactly. 503 differ only by the values listed.',
  );
});
