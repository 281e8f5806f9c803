import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { until } from '../../../scripts/admin-session.ts';
import type { Fault } from '../../../simulator/faults/fault.ts';
import { dataCenterPages } from '../../support/pages/data-center-pages.ts';

const { admin, server, good, add } = await dataCenterPages();
const { id } = await add();
const address = `/app/data-centers/${id}`;
const save = (name: string) => admin.post(address, { ...good, name, token: '' });
const runTest = () => admin.post(`${address}/test`);

afterEach(() => {
  server.settings.faults = [];
});

/** Sends it, and answers once its live checks wait for the site. `finish` lets them go on. */
async function beingChecked<T>(send: () => Promise<T>): Promise<{ finish: () => Promise<T> }> {
  const hold: Fault = { path: 'serverInfo', kind: 'hold', probability: 1, times: 1 };
  server.settings.faults = [hold];
  const sent = send();
  await until('it is being checked', async () => hold.times === 0 || undefined);
  return {
    finish: () => {
      server.settings.faults = [];
      return sent;
    },
  };
}

test('who saved while another was being checked is not overwritten, and the other one is told', async () => {
  const slow = await beingChecked(() => save('Jira Ulm'));
  assert.match(JSON.stringify((await save('Jira Bonn')).events), /Jira Bonn saved/);
  const { html } = await slow.finish();
  assert.match(html, /role="alert">Somebody else changed this configuration/);
  assert.match(html, /value="Jira Ulm"/, 'what was typed is kept');
  assert.match((await admin.get(address)).html, /value="Jira Bonn"/);
});

test('an edit is saved, whether it was tested meanwhile or not', async () => {
  const slow = await beingChecked(() => save('Jira Ulm'));
  assert.match(JSON.stringify((await runTest()).events), /Jira Bonn works/);
  assert.match(JSON.stringify((await slow.finish()).events), /Jira Ulm saved/);
});

test('a test takes nothing back of what was saved meanwhile, and notes what it finds', async () => {
  const slow = await beingChecked(runTest);
  assert.match(JSON.stringify((await save('Jira Bonn')).events), /Jira Bonn saved/);
  assert.match(JSON.stringify((await slow.finish()).events), /Jira Bonn works/);
  server.settings.jiraVersion = '11.3.0';
  assert.match(JSON.stringify((await runTest()).events), /Jira 11\.3\.0 and Assets answered/);
});

test('of two who add the same Data Center at once one has it, and the other one is told', async () => {
  await until('nothing works on it and it is deleted', async () => {
    const { events } = await admin.post(`${address}/delete`);
    return 'close-dialog' in events || undefined;
  });
  const slow = await beingChecked(() => admin.post('/app/data-centers', good));
  const other = { ...good, name: 'Jira Ulm' };
  assert.match(JSON.stringify((await admin.post('/app/data-centers', other)).events), /Ulm saved/);
  assert.match((await slow.finish()).html, /You already have this Data Center as Jira Ulm/);
});
