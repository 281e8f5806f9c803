import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startSimulators } from '../../simulator/start-simulator.ts';
import { callerOn } from '../support/simulator/caller-on.ts';

const [first, second] = (await startSimulators([
  { seed: 'tiny' },
  { seed: 'tiny', settings: { latencyMs: 1 } },
])) as [
  Awaited<ReturnType<typeof startSimulators>>[0],
  Awaited<ReturnType<typeof startSimulators>>[0],
];
after(() => Promise.all([first.close(), second.close()]));
const callsOf = ({ world }: typeof first): number => world.stats.json.calls;

test('sites of a cloud have their own workspaces, client keys and account ids, and the first is as a single site is', () => {
  assert.equal(first.workspaceId, 'g2778e1d-939d-581d-c8e2-9d5g59de456b');
  assert.equal(first.host.clientKey, 'pretend-site-b7a1c9d2');
  assert.equal(first.world.accounts[0]!.accountId, '5b10ac8d82e05b22cc7d4ef5');
  assert.notEqual(second.workspaceId, first.workspaceId);
  assert.notEqual(second.host.clientKey, first.host.clientKey);
  for (const [at, account] of second.world.accounts.entries()) {
    assert.equal(account.email, first.world.accounts[at]!.email);
    assert.notEqual(account.accountId, first.world.accounts[at]!.accountId);
  }
});

test('the keys of signed installs are found at any site of the cloud', async () => {
  for (const { host } of [first, second])
    assert.equal(
      await (await fetch(`${first.url}/_simulator/install-keys/${host.kid}`)).text(),
      host.publicKey,
    );
});

test('any site answers for every workspace, and the site that owns it counts and limits the call', async () => {
  second.world.site.addSchema('Only here', 'ONLY');
  const before = [callsOf(first), callsOf(second)];
  const elsewhere = callerOn(first, 'admin', second.workspaceId);
  const { json } = await elsewhere('GET', '/objectschema/list');
  assert.deepEqual(
    json.values.map((schema: { name: string; workspaceId: string }) => [
      schema.name,
      schema.workspaceId,
    ]),
    [
      ['Tiny', second.workspaceId],
      ['Only here', second.workspaceId],
    ],
  );
  assert.deepEqual([callsOf(first), callsOf(second)], [before[0], before[1]! + 1]);
  second.settings.faults = [{ path: 'objectschema', kind: '503', probability: 1 }];
  assert.equal((await elsewhere('GET', '/objectschema/list')).status, 503);
  assert.equal((await callerOn(first)('GET', '/objectschema/list')).status, 200);
  second.settings.faults = [];
  assert.equal(
    (await callerOn(first, 'admin', 'no-such')('GET', '/objectschema/list')).status,
    404,
  );
});
