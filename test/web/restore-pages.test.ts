import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { NotFound } from '../../src/core/kernel/errors.ts';
import { runId } from '../../src/core/kernel/ids.ts';
import type { RestoreRun } from '../../src/core/restores/restore-kind.ts';
import type { RestorePlan } from '../../src/core/restores/plan/restore-plan.ts';
import type { RestoreLine } from '../../src/core/restores/report/restore-line.ts';
import type { Call } from '../../src/web/handling/call.ts';
import { CheckFacts } from '../../src/core/restores/restore-facts.ts';
import type { RestoreCheckRun } from '../../src/core/restores/check/restore-check-kind.ts';
import type { Reader } from '../../src/web/view/reader.ts';
import { restoreCheckView } from '../../src/web/pages/restores/check/restore-check-view.ts';
import { planView } from '../../src/web/pages/restores/review/plan-view.ts';
import { Views } from '../../src/web/view/views.ts';
import {
  restoreLines,
  type RestoreListView,
} from '../../src/web/pages/restores/restore-list-view.ts';
import { restoreShowView } from '../../src/web/pages/restores/restore-show-view.ts';
import type { PlanState } from '../../src/core/use-cases/restores/restore-plans.ts';
import { restoreGroupView } from '../../src/web/pages/restores/review/restore-group-view.ts';
import { restorePlanView } from '../../src/web/pages/restores/review/restore-plan-view.ts';
import type { ViewModels } from '../../src/web/view-models.ts';

const views = new Views<ViewModels>(path.resolve(import.meta.dirname, '../../views'));
const id = runId('0123456789abcdef01234567');
const EVIL = '<img src=x onerror=alert(1)>"{{7*7}}';
const input = {
  siteId: 'site',
  place: { siteUrl: 'https://a', siteKey: 'w' },
  schema: { kind: 'existing', id: '1', name: EVIL, key: 'EV' },
  typeIds: null,
  existing: 'overwrite',
  clearEmpty: true,
  keepOriginalKey: false,
  changeDefinitions: false,
  choices: [],
  planId: 'plan',
};
const base = {
  id,
  kind: 'restore',
  backupId: 'b',
  catalogId: 'c',
  requestedBy: { accountId: '1', name: EVIL },
  queuedAt: new Date(0),
  startedAt: new Date(0),
  progress: { step: 'Writing', done: 1, total: 4, rate: 0 },
  cancelRequested: false,
  input,
};
const facts = {
  created: 5,
  updated: 0,
  left: 0,
  skipped: 0,
  failed: 0,
  valuesLeftOut: 0,
  writes: 6,
  objectWrites: 5,
  notes: [],
};
const plan: RestorePlan = {
  digest: 'd',
  destination: {
    siteUrl: 'https://a',
    schemaName: EVIL,
    schemaKey: 'EV',
    isNew: false,
    sameSite: true,
  },
  source: { schemaName: EVIL, schemaKey: 'S', backupDate: '2026-07-01T00:00:00.000Z' },
  types: [{ name: EVIL, depth: 0, objects: 2, action: 'create', cameAlong: true }],
  objects: { create: 2, update: 1, leave: 0 },
  attributes: { create: 0, change: 0, leave: 1 },
  statuses: [EVIL],
  referenceTypes: [],
  secondCalls: 1,
  calls: 1500,
  minutes: 1.5,
  quota: { before: 1000, after: 1002 },
  unresolved: [
    { kind: 'user', id: '5:x', name: EVIL, uses: 2, why: EVIL, mappable: true, options: [] },
  ],
  unresolvedCount: 700,
  conflicts: [{ type: EVIL, attribute: EVIL, why: EVIL, count: 3, example: EVIL }],
  conflictCount: 3,
  conflictRules: 1,
  differences: [{ type: EVIL, what: EVIL, here: EVIL, backup: EVIL }],
  differenceCount: 1,
  notes: [EVIL],
  blockers: [],
};

type Needed = Call<'restores' | 'restorePlans' | 'backups'>;

function callFor(
  run: object,
  more: { plan?: RestorePlan; lines?: Partial<RestoreLine>[]; counts?: object } = {},
): Needed {
  return {
    caller: { tenant: { id: 't', siteUrl: 'https://a' } },
    reader: { timeZone: 'UTC', nowMs: 0 },
    backups: {
      get: async () => {
        throw new NotFound();
      },
    },
    restorePlans: {
      get: async () => ({
        run: { ...base, kind: 'restore-plan', ...run },
        input,
        plan: more.plan,
      }),
    },
    restores: {
      get: async () => ({ run: { ...base, ...run }, input }),
      counts: async () => ({ ...facts, ...more.counts }),
      checkOf: async () => undefined,
      findGone: async () => undefined,
      followUp: async (last: object) => ({ newest: undefined, last }),
      skipReasons: async () => [],
      report: async (_tenant: string, _id: string, outcome?: string) =>
        (async function* () {
          for (const line of more.lines ?? [])
            if (outcome === undefined || line.outcome === outcome) yield line;
        })(),
    },
  } as unknown as Needed;
}
const shownRestore = async (run: object, more?: Parameters<typeof callFor>[1]): Promise<string> =>
  views.render('restore-show', await restoreShowView(callFor(run, more), id));
const shownPlan = async (run: object, shown?: RestorePlan): Promise<string> => {
  const { restorePlans, caller, reader } = callFor(run, shown ? { plan: shown } : {});
  return views.render(
    'restore-plan',
    restorePlanView(await restorePlans.get(caller.tenant.id, id), reader),
  );
};

test('a restore in hand asks again every second, into its inner part, and can be stopped', async () => {
  const html = await shownRestore({ state: 'running' });
  assert.match(html, /hx-trigger="every 1s" hx-target="#restore"/);
  assert.match(html, /id="stop-restore"/);
  assert.doesNotMatch(html, /Resume|Download report|Check now/);
  assert.doesNotMatch(
    await shownRestore({ state: 'running', cancelRequested: true }),
    /id="stop-restore"/,
  );
});

test('a restore that is complete says so; one with failures says how many and lists their reasons', async () => {
  const good = await shownRestore({ state: 'complete', endedAt: new Date(60_000), result: facts });
  assert.match(good, /<h1>Restore complete · 5 created<\/h1>/);
  assert.match(good, /verdict good/);
  assert.doesNotMatch(good, /every 1s|Resume/);
  const bad = await shownRestore(
    { state: 'complete', endedAt: new Date(60_000), result: { ...facts, failed: 2 } },
    { lines: [{ outcome: 'failed', label: EVIL, sourceKey: 'S-1', typeName: 'T', reason: EVIL }] },
  );
  assert.match(bad, /<h1>Restore complete · 5 created, 2 failed<\/h1>/);
  assert.match(bad, /S-1[\s\S]*The report lists more/);
  assert.doesNotMatch(bad, /<img|49/);
});

test('a page looks for values that were left out only so far', async () => {
  let read = 0;
  const call = callFor({
    state: 'complete',
    endedAt: new Date(0),
    result: { ...facts, valuesLeftOut: 1 },
  });
  Object.assign(call.restores, {
    report: async () =>
      (async function* () {
        for (;;) {
          read += 1;
          yield { outcome: 'created' };
        }
      })(),
  });
  await restoreShowView(call, id);
  assert.ok(read <= 10_000);
});

test('a stopped or failed restore can go on while its backup is there; a changed plan leads to the new one', async () => {
  const call = callFor({ state: 'failed', message: 'Atlassian refused the API token.' });
  assert.doesNotMatch(
    views.render('restore-show', await restoreShowView(call, id)),
    /id="resume-restore"/,
    'the backup is gone',
  );
  Object.assign(call.backups, {
    get: async () => ({ schema: { name: 'S' }, completedAt: new Date(0) }),
  });
  const html = views.render('restore-show', await restoreShowView(call, id));
  assert.match(html, /Atlassian refused the API token\.[\s\S]*Resume/);
  const changed = await shownRestore({
    state: 'failed',
    errorCode: 'plan-changed',
    message: 'Changed.',
  });
  assert.match(
    changed,
    new RegExp(`hx-get="/app/restores/${id}-plan/plan"[^>]*>Review the new plan`),
  );
  assert.doesNotMatch(changed, /id="resume-restore"/);
});

test('a restore that lacks values is never shown as a success; its reasons come with what mends them', async () => {
  const call = callFor({
    state: 'complete',
    endedAt: new Date(60_000),
    result: { ...facts, created: 1220, valuesLeftOut: 820, incomplete: 503 },
  });
  Object.assign(call.backups, {
    get: async () => ({ schema: { name: 'S' }, completedAt: new Date(0) }),
  });
  Object.assign(call.restores, {
    skipReasons: async () => [
      {
        missing: 'user',
        reason: EVIL,
        values: 820,
        objects: 503,
        things: 55,
        attributes: ['Laptop › Owner'],
        attributeCount: 1,
        example: EVIL,
      },
    ],
  });
  const html = views.render('restore-show', await restoreShowView(call, id));
  assert.match(html, /<h1>Restore complete · 1,220 created, 820 values skipped<\/h1>/);
  assert.match(html, /verdict short/);
  assert.doesNotMatch(html, /verdict good|message success|<img/);
  assert.match(html, /<b>717<\/b> complete[\s\S]*<b>503<\/b> with values skipped/);
  assert.match(html, /55 people don&#x27;t exist on this site[\s\S]*Map people and resume/);
});

test('once its schema was deleted a restore is not resumed, and says why', async () => {
  const call = callFor({ state: 'stopped', endedAt: new Date(0) });
  Object.assign(call.backups, {
    get: async () => ({ schema: { name: 'S' }, completedAt: new Date(0) }),
  });
  const shown = async (): Promise<string> =>
    views.render('restore-show', await restoreShowView(call, id));
  assert.match(await shown(), /id="resume-restore"/);
  Object.assign(call.restores, { findGone: async () => 'schema' });
  const gone = await shown();
  assert.doesNotMatch(gone, /id="resume-restore"/);
  assert.match(gone, /schema was deleted from Assets/);
});

test('the review shows everything of the plan as text, and what is listed of what was counted', async () => {
  const html = await shownPlan({ state: 'complete' }, plan);
  assert.doesNotMatch(html, /<img|49/);
  for (const text of [
    '1,000 → 1,002',
    'About 1,500',
    'Showing the first 1 of 700.',
    'included as a parent',
    'Automation rules',
    '>Restore 3 objects</button>',
    'name="rule-user"',
    'name="rule-user-to"',
    'and cleared where the backup has none',
  ])
    assert.ok(html.includes(text), text);
});

test('single things stand in the drawer of their group, each with its rule, as text', () => {
  const run = { ...base, kind: 'restore-plan', state: 'complete' };
  const state = { run, input, plan } as unknown as PlanState;
  const html = views.render(
    'restore-group',
    restoreGroupView(state, 'user', { search: '', state: '', page: 1 }),
  );
  assert.doesNotMatch(html, /<img|49/);
  for (const text of ['name="choice-user-0"', 'name="choice-user-0-to"', 'Group rule'])
    assert.ok(html.includes(text), text);
});

test('what stands in the way disables the primary button and says what to do', async () => {
  const html = await shownPlan(
    { state: 'complete' },
    { ...plan, blockers: ['The quota is full.'] },
  );
  assert.match(html, /The quota is full\.[\s\S]*Recalculate[\s\S]*Fix the blocker to continue/);
  assert.match(html, /disabled aria-describedby="run-blocked">Restore 3 objects<\/button>/);
});

test('a plan that is made asks again every second; one that failed or was stopped can be made again', async () => {
  assert.match(
    await shownPlan({ state: 'running' }),
    /hx-trigger="every 1s" hx-target="#plan"[\s\S]*id="stop-plan"/,
  );
  assert.match(
    await shownPlan({ state: 'failed', message: 'The site is gone.' }),
    /The site is gone\.[\s\S]*Recalculate[\s\S]*Back/,
  );
  assert.match(
    await shownPlan({ state: 'stopped' }),
    /was stopped\. Nothing has been written\.[\s\S]*Recalculate/,
  );
});

test('the history shows each state in its word, and a backup that is gone', async () => {
  const states = ['queued', 'running', 'complete', 'failed', 'stopped'].map(
    (state) =>
      ({ ...base, id: state, state, result: { ...facts, created: 1200 } }) as unknown as RestoreRun,
  );
  const lines = await restoreLines(states, callFor({}));
  assert.deepEqual(
    lines.map(({ state }) => state.text),
    ['Queued', 'In Progress', 'Completed', 'Failed', 'Stopped'],
  );
  assert.deepEqual(
    lines.map(({ open }) => open),
    [true, true, false, false, false],
  );
  assert.equal(lines[2]!.counts, '1,200 created');
  assert.equal(lines[0]!.from, undefined);
  assert.match(
    views.render('restore-table', {
      id: 'c',
      lines,
      page: 1,
      pages: 1,
      working: true,
    } as unknown as RestoreListView),
    /Deleted since/,
  );
});

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
  const run = { ...base, kind: 'restore-check', state: 'complete', result };
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

test('in Review, dates in examples and differences are said as all others', () => {
  const dated: RestorePlan = {
    ...plan,
    conflicts: [
      { type: 'T', attribute: 'A', why: 'why', count: 1, example: 'Office: 1: 2020-01-01' },
    ],
    differences: [{ type: 'T', what: 'default', here: '2020-01-02', backup: '2020-01-03' }],
  };
  const view = planView(dated, [], { timeZone: 'UTC', nowMs: 0 } as Reader);
  assert.equal(view.conflicts[0]?.example, 'Office: 1: 1 Jan 2020');
  assert.deepEqual(
    view.differences.map(({ here, backup }) => [here, backup]),
    [['2 Jan 2020', '3 Jan 2020']],
  );
});
