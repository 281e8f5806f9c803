import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IssuesReader } from '../../../../src/core/assets/ports/issues/issues-reader.ts';
import type { BackgroundReading } from '../../../../src/core/backups/reading/background-part.ts';
import { readIssues } from '../../../../src/core/backups/parts/issues/read-issues.ts';
import { Refused, Unavailable } from '../../../../src/core/kernel/errors.ts';
import { ProgressMeter } from '../../../../src/core/runs/progress-meter.ts';
import type { BackupRecord } from '../../../../src/core/storages/records/backup-record.ts';
import { SteppingClock } from '../../../support/clocks/stepping-clock.ts';

const clock = new SteppingClock();
const issue = (id: string) => ({ id, key: `OPS-${id}`, summary: '', updated: '', values: {} });

/** Reads from a Jira with one field for objects, where these calls answer otherwise. */
async function read(calls: Partial<IssuesReader>) {
  const kept = new Map<string, BackupRecord>();
  const issues = {
    issueRights: async () => ({ browses: true, edits: true }),
    issueFields: async () => ({
      fields: [{ id: 'customfield_1', name: 'Affected', isUsable: true }],
      complete: true,
    }),
    fieldContexts: async () => ({ contexts: [] }),
    countIssues: async () => 3,
    findIssues: async () => ({ issues: [issue('1')], next: undefined, unreadable: 0 }),
    ...calls,
  };
  const reading = {
    readers: { issues },
    schemaId: '5',
    writer: { put: async (record: BackupRecord) => void kept.set(record.id, record) },
    pace: { signal: new AbortController().signal, clock },
    meter: new ProgressMeter(clock, 'Reading'),
    state: undefined,
    save: async () => undefined,
  };
  const outcome = await readIssues(reading as object as BackgroundReading);
  const ids = [...kept.values()].filter(({ kind }) => kind === 'issue').map(({ id }) => id);
  return { outcome, ids };
}

/** Three pages; the token of the last one is refused so many times. */
function expiring(times: number): Pick<IssuesReader, 'findIssues'> {
  let left = times;
  const next: Record<string, string | undefined> = { 1: '2', 2: '3' };
  return {
    findIssues: async ({ token = '1' }) => {
      if (token === '3' && left > 0) {
        left -= 1;
        throw new Refused('site-refused', 'The provided next page token is invalid or expired.');
      }
      return { issues: [issue(token)], next: next[token], unreadable: 0 };
    },
  };
}

test('a search whose token expired on the way begins again, and finds all issues once', async () => {
  assert.deepEqual(await read(expiring(1)), { outcome: undefined, ids: ['1', '2', '3'] });
});

test('what Jira refuses for good makes the part unavailable, with its words', async () => {
  const refusal = new Refused('no-permission', 'Not for you.');
  const refused = async () => Promise.reject(refusal);
  for (const call of ['issueRights', 'issueFields', 'findIssues'] as const)
    await assert.rejects(read({ [call]: refused }), {
      code: 'part-unavailable',
      message: 'Not for you.',
    });
  await assert.rejects(read(expiring(Infinity)), { code: 'part-unavailable' });
});

test('a Jira that counts no issues is searched all the same', async () => {
  const countIssues = async () => Promise.reject(new Refused('site-refused', 'Not known.'));
  assert.deepEqual(await read({ countIssues }), { outcome: undefined, ids: ['1'] });
});

test('a field that cannot be searched is named, and takes no other with it', async () => {
  const field = (name: string) => ({ id: name, name, isUsable: true });
  const refuse = (jql: string): void => {
    if (jql.includes('"Hidden"')) throw new Refused('site-refused', 'Hidden from you.');
  };
  const { outcome, ids } = await read({
    issueFields: async () => ({ fields: [field('Hidden'), field('Seen')], complete: true }),
    countIssues: async (jql) => {
      refuse(jql);
      return 1;
    },
    findIssues: async ({ jql }) => {
      refuse(jql);
      return { issues: [issue('1')], next: undefined, unreadable: 0 };
    },
  });
  assert.deepEqual(ids, ['1']);
  assert.equal(outcome?.status, 'incomplete');
  assert.match(outcome.message, /the field "Hidden": .* aren't in the backup\. Hidden from you\.$/);
});

test('a Jira that does not answer is waited for by the run', async () => {
  const silent = new Unavailable('site-unreachable', 'It is down.', { retryAfterMs: 0 });
  await assert.rejects(read({ findIssues: async () => Promise.reject(silent) }), silent);
});
