import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runningApp } from '../support/running-app.ts';

const { simulator, app } = await runningApp();
const { host } = simulator;
const admin = simulator.world.accounts[0]!.accountId;

const askAs = async (accountId: string): Promise<number> =>
  (
    await fetch(`${app.url}/app/home`, {
      headers: { authorization: `JWT ${host.contextToken(accountId)}` },
    })
  ).status;

test('who stops being an administrator is refused at the very next request', async () => {
  assert.equal(await askAs(admin), 200);
  simulator.world.accounts[0]!.jiraAdmin = false;
  assert.equal(await askAs(admin), 403);
  simulator.world.accounts[0]!.jiraAdmin = true;
  assert.equal(await askAs(admin), 200);
});

test('while Jira limits requests, who was an administrator a moment ago still sees the page', async () => {
  assert.equal(await askAs(admin), 200);
  simulator.settings.faults = [{ path: 'permissions/check', kind: '429', probability: 1 }];
  assert.equal(await askAs(admin), 200);
  simulator.settings.faults = [];
});

test('when Jira cannot be asked nobody is let in', async () => {
  for (const kind of ['500', '503', 'cut', 'html', '429'] as const) {
    simulator.settings.faults = [{ path: 'permissions/check', kind, probability: 1 }];
    assert.equal(await askAs('account-that-was-never-asked-about'), 503, kind);
    if (kind !== '429') assert.equal(await askAs(admin), 503, `${kind}, known a moment ago`);
    simulator.settings.faults = [];
  }
});
