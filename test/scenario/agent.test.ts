import { after, test } from 'node:test';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { AddressGuard } from '../../src/atlassian/address/address-guard.ts';
import { SiteBudgets } from '../../src/atlassian/budget/site-budgets.ts';
import { DataCenterSites } from '../../src/atlassian/data-center/data-center-sites.ts';
import { systemClock } from '../../src/clock.ts';
import { silentLog } from '../../src/core/kernel/log.ts';
import { assetsReaderContract } from '../contract/assets-reader-contract.ts';
import { AgentRig } from '../support/agents/agent-rig.ts';
import { MemorySiteLeases } from '../support/memory-site-leases.ts';
import { testDatabase } from '../support/test-database.ts';

const { connection } = await testDatabase();
const site = await startSimulator({ seed: 'tiny', platform: 'data-center' });
const budgets = new SiteBudgets(systemClock, new MemorySiteLeases());
after(async () => {
  await budgets.close();
  await site.close();
});
const rig = await AgentRig.start(connection, site.url);
const other = await rig.replica();
const token = await rig.token();
await rig.agent(rig.settings(token.text));

/** Sees nothing of the site by itself: its guard lets it connect nowhere. */
const sites = new DataCenterSites({
  requestTimeoutMs: 20_000,
  patienceMs: 2_000,
  confirmMs: 0,
  clock: systemClock,
  log: silentLog,
  budgets,
  guard: new AddressGuard(),
  agents: other.line,
});

test('a site is read through an agent that is connected to another replica', async (context) => {
  const access = { siteUrl: site.url, userName: null, secret: '', certificate: null };
  const reader = sites.open({ ...access, agentOf: rig.tenantId }, 'assets');
  for (const check of await assetsReaderContract(reader)) await context.test(check.name, check.run);
});
