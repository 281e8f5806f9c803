import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RestoreLine } from '../../../../../src/core/restores/report/restore-line.ts';
import type { Run } from '../../../../../src/core/runs/run.ts';
import type { RestoreInput } from '../../../../../src/core/restores/restore-input.ts';
import { reportAsCsv } from '../../../../../src/web/pages/restores/report/report-as-csv.ts';
import { reportAsJson } from '../../../../../src/web/pages/restores/report/report-as-json.ts';

const line: RestoreLine = {
  sourceId: '1',
  sourceKey: 'COMP-1',
  label: 'Laptop',
  typeName: 'Computer',
  outcome: 'created',
  targetId: '9',
  targetKey: 'NEW-1',
  leftOut: [
    { attribute: 'Owner', value: 'Ada', reason: 'No such account.' },
    { attribute: 'Note', value: '"x"', reason: 'Too long.' },
  ],
};

async function gather(parts: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const part of parts) text += part;
  return text;
}

const issueLine = {
  issueId: '10',
  key: 'HELP-1',
  summary: 'Broken screen',
  outcome: 'changed' as const,
  fields: ['Computer', 'Spare'],
  reason: 'Somebody changed it.',
};
async function* nothing(): AsyncGenerator<never> {
  /* none */
}

test('the report as CSV has a mark of UTF-8, a head, and a row for each object and issue', async () => {
  const rows = (
    await gather(
      reportAsCsv(
        (async function* () {
          yield line;
          yield {
            ...line,
            outcome: 'failed' as const,
            leftOut: [],
            targetId: '',
            targetKey: '',
            reason: 'Refused.',
          };
        })(),
        (async function* () {
          yield issueLine;
        })(),
      ),
    )
  ).split('\r\n');
  assert.equal(
    rows[0],
    '\uFEFFoutcome,old id,old key,new id,new key,label,object type,reason,values left out',
  );
  assert.equal(
    rows[1],
    'created,1,COMP-1,9,NEW-1,Laptop,Computer,,"Owner: Ada (No such account.); Note: ""x"" (Too long.)"',
  );
  assert.equal(rows[2], 'failed,1,COMP-1,,,Laptop,Computer,Refused.,');
  assert.equal(
    rows[3],
    'changed,10,HELP-1,10,HELP-1,Broken screen,Issue,Somebody changed it.,Computer; Spare',
  );
  assert.equal(rows.length, 5);
});

test('the report is read while it is sent', async () => {
  let read = 0;
  const parts = reportAsCsv(
    (async function* () {
      for (;;) {
        read += 1;
        yield line;
      }
    })(),
    nothing(),
  )[Symbol.asyncIterator]();
  for (let at = 0; at < 4; at += 1) await parts.next();
  await parts.return?.();
  assert.equal(read, 3, 'one line for each row after the head');
});

test('the report as JSON is one document, with and without lines', async () => {
  const run = {
    id: 'r',
    state: 'complete',
    requestedBy: { accountId: '1', name: 'Ada' },
    queuedAt: new Date(0),
    result: { created: 1 },
  } as unknown as Run;
  const input = {
    siteId: 't',
    place: { siteUrl: 'https://a', siteKey: 'w', targetName: 'Sandbox' },
    schema: { kind: 'new', name: 'N', key: 'NEW' },
    typeIds: null,
    existing: 'keep',
    clearEmpty: false,
    keepOriginalKey: true,
    changeDefinitions: false,
    choices: [],
  } as RestoreInput;
  const none = JSON.parse(
    await gather(reportAsJson(run, input, { lines: nothing(), issues: nothing() })),
  ) as { restore: { to: string; requestedBy: string }; objects: unknown[] };
  assert.deepEqual(
    [none.restore.to, none.restore.requestedBy, none.objects],
    ['Sandbox (a)', 'Ada', []],
  );
  const { objects, issues } = JSON.parse(
    await gather(
      reportAsJson(run, input, {
        lines: (async function* () {
          yield line;
          yield line;
        })(),
        issues: (async function* () {
          yield issueLine;
        })(),
      }),
    ),
  ) as { objects: unknown[]; issues: unknown[] };
  assert.deepEqual({ objects, issues }, { objects: [line, line], issues: [issueLine] });
});
