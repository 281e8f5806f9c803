import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import type { RestorePlan } from '../../../../../src/core/restores/plan/restore-plan.ts';
import type { PlanState } from '../../../../../src/core/use-cases/restores/plan-state.ts';
import { planView } from '../../../../../src/web/pages/restores/review/plan-view.ts';
import { restoreGroupView } from '../../../../../src/web/pages/restores/review/restore-group-view.ts';
import { restorePlanView } from '../../../../../src/web/pages/restores/review/restore-plan-view.ts';
import type { ViewModels } from '../../../../../src/web/routes/view-models.ts';
import type { Reader } from '../../../../../src/web/view/reader.ts';
import { Views } from '../../../../../src/web/view/views.ts';
import { callFor, id, input, restoreRun } from '../call-for.ts';
import { evilPlan } from '../evil-plan.ts';

const views = new Views<ViewModels>(path.resolve(import.meta.dirname, '../../../../../views'));
const shownPlan = async (run: object, shown?: RestorePlan): Promise<string> => {
  const { restorePlans, caller, reader } = callFor(run, shown ? { plan: shown } : {});
  return views.render(
    'restore-plan',
    restorePlanView(await restorePlans.get(caller.tenant.id, id), reader),
  );
};

test('the review shows everything of the plan as text, and what is listed of what was counted', async () => {
  const html = await shownPlan({ state: 'complete' }, evilPlan);
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
  const run = { ...restoreRun, kind: 'restore-plan', state: 'complete' };
  const state = { run, input, plan: evilPlan } as unknown as PlanState;
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
    { ...evilPlan, blockers: ['The quota is full.'] },
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

test('in Review, dates in examples and differences are said as all others', () => {
  const dated: RestorePlan = {
    ...evilPlan,
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
