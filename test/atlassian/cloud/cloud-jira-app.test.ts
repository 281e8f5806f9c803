import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AddressGuard } from '../../../src/atlassian/address/address-guard.ts';
import { LimitedSites } from '../../../src/atlassian/budget/limited-sites.ts';
import { CloudIds } from '../../../src/atlassian/cloud/cloud-ids.ts';
import { CloudJiraApp } from '../../../src/atlassian/cloud/cloud-jira-app.ts';
import { MovedSites } from '../../../src/atlassian/cloud/moved-sites.ts';
import type { Clock } from '../../../src/core/kernel/time/clock.ts';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import { silentLog } from '../../../src/core/kernel/log.ts';
import type { Tenant } from '../../../src/core/tenants/tenant.ts';
import { smallSite, type SmallAnswer } from '../../support/sites/small-site.ts';

const YES: SmallAnswer = { json: { globalPermissions: ['ADMINISTER'] } };
const LIMITED: SmallAnswer = { status: 429, json: { message: 'Rate limit exceeded.' } };

/** Sleeping is going on: nobody waits. */
class HastyClock implements Clock {
  ms = 1_000_000;
  now = (): number => this.ms;
  monotonicMs = (): number => this.ms;
  sleep = async (ms: number): Promise<void> => {
    this.ms += ms;
  };
}

async function jiraThatAnswers(answerOf: (call: number) => SmallAnswer | undefined) {
  let calls = 0;
  const site = await smallSite((path) => {
    if (path !== '/rest/api/3/permissions/check') return undefined;
    calls += 1;
    return answerOf(calls);
  });
  const clock = new HastyClock();
  const guard = new AddressGuard({ allowed: [site.url] });
  const limited = new LimitedSites(clock);
  const places = {
    cloudIdAt: async () => null,
    learn: async () => undefined,
    move: async () => undefined,
  };
  const moved = new MovedSites({ cloudIds: new CloudIds(guard), places, clock, allowed: [] });
  const jira = new CloudJiraApp({
    appKey: 'app',
    secretOf: async () => 'secret',
    clock,
    log: silentLog,
    guard,
    limited,
    moved,
  });
  const tenant: Tenant = {
    id: tenantId('t'),
    siteUrl: site.url,
    state: 'active',
    installedAt: new Date(0),
  };
  const ask = (asked: 'to-see' | 'to-do'): Promise<boolean> =>
    jira.isAdministrator(tenant, 'a', asked);
  return { clock, limited, tenant, ask, calls: () => calls };
}

test('Jira is asked each time, and a strange answer is asked again once', async () => {
  const page = { status: 200, json: undefined };
  const { ask, calls } = await jiraThatAnswers((call) => (call === 2 ? page : YES));
  assert.ok(await ask('to-see'));
  assert.ok(await ask('to-see'));
  assert.equal(calls(), 3);
  const down = await jiraThatAnswers(() => ({ status: 502 }));
  await assert.rejects(down.ask('to-see'), { code: 'jira-unavailable' });
  assert.equal(down.calls(), 2);
});

test('while the site limits requests, a yes of ten seconds spares looking on the question, never a command', async () => {
  const { ask, calls, clock, limited, tenant } = await jiraThatAnswers(() => YES);
  await ask('to-see');
  limited.note(tenant.siteUrl, undefined); // a call of a run was refused
  for (let look = 0; look < 50; look += 1) {
    await ask('to-see');
    clock.ms += 100;
  }
  assert.equal(calls(), 1);
  await ask('to-do');
  assert.equal(calls(), 2);
  clock.ms += 10_001;
  await ask('to-see');
  assert.equal(calls(), 3, 'an older one does not count without being asked for');
  clock.ms += 60_001;
  await ask('to-see');
  await ask('to-see');
  assert.equal(calls(), 5, 'the site limits no more');
});

test('a yes of a minute stands in for a refused question, and for no refused command', async () => {
  const { ask, calls, clock } = await jiraThatAnswers((call) => (call === 1 ? YES : LIMITED));
  await ask('to-see');
  clock.ms += 50_000;
  assert.ok(await ask('to-see'));
  await assert.rejects(ask('to-do'), { code: 'jira-limits' });
  assert.ok(calls() > 3 && calls() < 12, `a command waits a little: ${calls()} calls`);
  clock.ms += 10_001;
  await assert.rejects(ask('to-see'), { code: 'jira-limits' });
});

test('a command waits for a limit that is short', async () => {
  const { ask } = await jiraThatAnswers((call) => (call < 3 ? LIMITED : YES));
  assert.ok(await ask('to-do'));
});
