import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { restoreShowView } from '../../../../src/web/pages/restores/restore-show-view.ts';
import type { ViewModels } from '../../../../src/web/routes/view-models.ts';
import { Views } from '../../../../src/web/view/views.ts';
import { callFor, facts, id } from './call-for.ts';
import { EVIL } from './evil-plan.ts';

const views = new Views<ViewModels>(path.resolve(import.meta.dirname, '../../../../views'));
const shownRestore = async (run: object, more?: Parameters<typeof callFor>[1]): Promise<string> =>
  views.render('restore-show', await restoreShowView(callFor(run, more), id));

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

test('objects that were left as they are count as well where values of them are missing', async () => {
  const html = await shownRestore({
    state: 'complete',
    endedAt: new Date(60_000),
    result: { ...facts, created: 0, left: 500, valuesLeftOut: 503, incomplete: 500 },
  });
  assert.match(html, /<b>0<\/b> complete[\s\S]*<b>500<\/b> with values skipped/);
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
