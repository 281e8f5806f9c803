/** The agent as it is packed for npx, on a machine that has nothing of this project. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { AddressGuard } from '../../../src/atlassian/address/address-guard.ts';
import { SiteBudgets } from '../../../src/atlassian/budget/site-budgets.ts';
import { DataCenterSites } from '../../../src/atlassian/data-center/data-center-sites.ts';
import { systemClock } from '../../../src/clock.ts';
import { DAY_MS } from '../../../src/core/kernel/time/durations.ts';
import { lately } from '../../../src/core/kernel/time/lately.ts';
import { silentLog } from '../../../src/core/kernel/log.ts';
import { Machine } from '../../fresh/machine.ts';
import { AgentRig, until } from '../../support/agents/agent-rig.ts';
import { MemorySiteLeases } from '../../support/stand-ins/memory-site-leases.ts';
import { testDatabase } from '../../support/databases/test-database.ts';

const machine = new Machine();
after(() => machine.remove());
const packed = await machine.run([process.execPath, 'scripts/pack-agent.ts', machine.folder]);
const [file = ''] = globSync(path.join(machine.folder, '*.tgz'));
const NPX = ['npx', '--yes', '--package', file, 'backup-agent'];
/** This Node in front of the machine's own. */
const PATH = [path.dirname(process.execPath), process.env['PATH']].join(path.delimiter);
const cwd = machine.temporaryFolder;
const QUIET = { PATH, npm_config_registry: 'http://127.0.0.1:9' };

test('the agent is packed, and says how it is started', () => {
  assert.equal(packed.status, 0, packed.output);
  assert.match(
    packed.output,
    /npx --package \S+\/backup-migration-for-assets-agent-\S+\.tgz backup/,
  );
});

test('without a registry it starts, and says which settings it lacks', async () => {
  const { status, output } = await machine.run(NPX, { cwd, environment: QUIET });
  assert.equal(status, 2, output);
  assert.match(output, /AGENT_SERVICE_URL is mandatory.*AGENT_TOKEN is mandatory/s);
  assert.doesNotMatch(output, /\n\s+at /, 'a stack of calls');
});

test('it carries the calls of the service', async () => {
  const { connection } = await testDatabase();
  const site = await startSimulator({ seed: 'tiny', platform: 'data-center' });
  const budgets = new SiteBudgets(systemClock, new MemorySiteLeases());
  const rig = await AgentRig.start(connection, site.url);
  const { text } = await rig.token();
  const [program = '', ...rest] = NPX;
  const agent = spawn(program, rest, {
    cwd,
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...QUIET,
      HOME: machine.folder,
      AGENT_SERVICE_URL: rig.first.url,
      AGENT_TOKEN: text,
      AGENT_SITE_URL: site.url,
      AGENT_SITE_TOKEN: 'admin-token',
    },
  });
  after(async () => {
    if (agent.pid !== undefined) process.kill(-agent.pid, 'SIGKILL');
    await budgets.close();
    await site.close();
  });
  const { tokens } = rig.first;
  await until(async () => {
    assert.equal(agent.exitCode, null, 'it is running');
    return (await tokens.seen(rig.tenantId, lately(DAY_MS, Date.now()), rig.place)).length > 0;
  });
  const sites = new DataCenterSites({
    requestTimeoutMs: 20_000,
    patienceMs: 20_000,
    confirmMs: 0,
    clock: systemClock,
    log: silentLog,
    budgets,
    guard: new AddressGuard(),
    agents: rig.first.line,
  });
  const access = {
    siteUrl: site.url,
    userName: null,
    secret: '',
    certificate: null,
    agentOf: rig.tenantId,
  };
  const { schemas } = await sites.open(access, 'assets').schemas();
  assert.deepEqual(
    schemas.map(({ name }) => name),
    [...site.world.site.schemas.values()].map(({ name }) => name),
  );
});
