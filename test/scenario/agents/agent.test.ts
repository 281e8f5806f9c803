import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { AddressGuard } from '../../../src/atlassian/address/address-guard.ts';
import { SiteBudgets } from '../../../src/atlassian/budget/site-budgets.ts';
import { DataCenterSites } from '../../../src/atlassian/data-center/data-center-sites.ts';
import { systemClock } from '../../../src/clock.ts';
import { silentLog } from '../../../src/core/kernel/log.ts';
import { setUpDestination } from '../../contract/destination/destination-rig.ts';
import { keptChecks } from '../../contract/destination/kept-checks.ts';
import { assetsReaderContract } from '../../contract/assets-reader-contract.ts';
import { AgentRig } from '../../support/agents/agent-rig.ts';
import { SteppingClock } from '../../support/clocks/stepping-clock.ts';
import { MemorySiteLeases } from '../../support/stand-ins/memory-site-leases.ts';
import { testDatabase } from '../../support/databases/test-database.ts';

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

/** Sees nothing of the site on its own: its guard lets it connect nowhere. */
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

const access = {
  siteUrl: site.url,
  userName: null,
  secret: '',
  certificate: null,
  agentOf: rig.tenantId,
};

test('a site is read through an agent that is connected to another replica', async (context) => {
  const reader = sites.open(access, 'assets');
  for (const check of await assetsReaderContract(reader)) await context.test(check.name, check.run);
});

test('an agent that is new is answered at once, though nothing is to be done', async () => {
  // Nobody who waits by this clock is ever woken.
  const { door, tokens } = await rig.replica({ clock: new SteppingClock() });
  const made = await tokens.find((await rig.token()).id);
  const hello = { instance: 'new', host: 'h', version: '1', place: rig.place, free: 8 };
  assert.deepEqual(await door.poll(made!, hello, new AbortController().signal), []);
});

test('comments and files pass through an agent, and a file that is too large is told', async (context) => {
  const target = sites.openTarget(access, 'assets');
  const [person] = [...site.world.site.users.values()];
  const known = {
    person: person!,
    hidden: person!,
    group: 'it-admins',
    project: 'HELP',
    iconName: 'Server',
  };
  const place = await setUpDestination(target, known);
  const values = { [place.siteName]: ['Depot'] };
  place.made.site = (await target.createObject({ typeId: place.site.id, values })).id;
  for (const check of keptChecks) await context.test(check.name, () => check.run(place));
  const bytes = Buffer.alloc(9 << 20);
  assert.equal(target.attachmentStore.limits.maxBytes, 8 << 20);
  const sent = await target.attachmentStore.addAttachment(place.made.site, {
    filename: 'large.bin',
    contentType: 'text/plain',
    comment: '',
    content: {
      size: bytes.length,
      read: async function* () {
        yield bytes;
      },
    },
  });
  assert.match('unavailable' in sent ? sent.unavailable : '', /over 8 MB can't be sent/);
});
