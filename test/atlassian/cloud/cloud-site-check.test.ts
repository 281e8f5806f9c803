import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AddressGuard } from '../../../src/atlassian/address/address-guard.ts';
import { SiteBudgets } from '../../../src/atlassian/budget/site-budgets.ts';
import { CloudSiteCheck } from '../../../src/atlassian/cloud/cloud-site-check.ts';
import { systemClock } from '../../../src/clock.ts';
import { silentLog } from '../../../src/core/kernel/log.ts';
import { MemorySiteLeases } from '../../support/stand-ins/memory-site-leases.ts';
import { smallSite, type SmallAnswer } from '../../support/sites/small-site.ts';

const UNAUTHORIZED = { status: 401, json: { code: 401, message: 'Unauthorized' } };
const NO_SCOPE = {
  status: 401,
  json: { code: 401, message: 'Unauthorized; scope does not match' },
};
const JIRA = '/ex/jira/c-1/rest/api/3';
const ASSETS = '/ex/jira/c-1/jsm/assets/workspace/w/v1';
const BY_CLOUD_ID: Record<string, SmallAnswer> = {
  [`${JIRA}/myself`]: {
    json: { accountId: 'a', displayName: 'Ada', applicationRoles: { items: [] } },
  },
  [`${JIRA}/mypermissions`]: {
    json: { permissions: { ADMINISTER: { havePermission: true } } },
  },
  [`${JIRA}/user/search`]: { json: [] },
  [`${JIRA}/group/bulk`]: NO_SCOPE,
  [`${JIRA}/project/search`]: { json: { values: [] } },
  '/ex/jira/c-1/rest/servicedeskapi/assets/workspace': { json: { values: [{ workspaceId: 'w' }] } },
  [`${ASSETS}/objectschema/list`]: { json: { values: [], isLast: true } },
};

/** A site and Atlassian's API in one, for tokens that only some addresses take. */
async function siteFor(answers: Record<string, SmallAnswer>) {
  const site = await smallSite((path) => {
    if (path === '/_edge/tenant_info') return { json: { cloudId: 'c-1' } };
    return path.startsWith('/ex/') ? answers[path] : UNAUTHORIZED;
  });
  const budgets = new SiteBudgets(systemClock, new MemorySiteLeases());
  const check = new CloudSiteCheck({
    apiUrl: site.url,
    requestTimeoutMs: 2_000,
    patienceMs: 2_000,
    confirmMs: 0,
    clock: systemClock,
    log: silentLog,
    budgets,
    guard: new AddressGuard({ allowed: [site.url] }),
  });
  return { site, check, account: { siteUrl: site.url, email: 'a@example.com', token: 't' } };
}

test('a token that the site refuses is tried under the cloud id, and what it cannot do is said', async () => {
  const { site, check, account } = await siteFor(BY_CLOUD_ID);
  const { cloudId, tokenKind, accountId } = await check.account(account);
  assert.deepEqual([cloudId, tokenKind, accountId], ['c-1', 'scoped', 'a']);
  const known = { ...account, cloudId, tokenKind };
  assert.deepEqual(await check.workspaces(known), ['w']);
  const findings = await check.assets({ ...known, workspaceId: 'w' });
  assert.equal(findings.tokenKind, 'scoped');
  const scopes = findings.rights.find(({ right }) => right === 'scopes');
  assert.match(String(scopes?.warning), /^This API token has scopes\. It can't look up groups, /);
  assert.doesNotMatch(String(scopes?.warning), /people|projects/);
  assert.ok(site.calls.includes(`GET ${ASSETS}/objectschema/list`));
});

test('a token that Assets alone refuses in its short form is taken under the cloud id', async () => {
  const { check, account } = await siteFor(BY_CLOUD_ID);
  const classic = { ...account, cloudId: 'c-1', tokenKind: 'classic', workspaceId: 'w' } as const;
  assert.equal((await check.assets(classic)).tokenKind, 'scoped');
});

test('the app by its own token is asked under the cloud id alone, and told what it lacks', async () => {
  const { site, check } = await siteFor(BY_CLOUD_ID);
  const app = {
    siteUrl: site.url,
    email: '',
    token: 't',
    cloudId: 'c-1',
    tokenKind: 'own',
  } as const;
  assert.equal((await check.account(app)).tokenKind, 'own');
  const { rights } = await check.assets({ ...app, workspaceId: 'w' });
  assert.deepEqual(
    rights.map(({ right, granted }) => [right, granted]),
    [
      ['schema-manager', true],
      ['account', false],
    ],
  );
  assert.match(String(rights[1]?.warning), /It can't look up groups, so restores will skip/);
  assert.ok(
    site.calls.every((called) => called.startsWith('GET /ex/')),
    'nothing on the site itself',
  );
  const refused = await siteFor({ ...BY_CLOUD_ID, [`${ASSETS}/objectschema/list`]: UNAUTHORIZED });
  await assert.rejects(
    refused.check.assets({ ...app, siteUrl: refused.site.url, workspaceId: 'w' }),
    { code: 'own-access-refused' },
  );
});

test('a token that nobody takes is refused, and one without the scope for Assets is told so', async () => {
  const refused = await siteFor({ [`${JIRA}/myself`]: UNAUTHORIZED });
  await assert.rejects(refused.check.account(refused.account), { code: 'token-refused' });
  const narrow = await siteFor({ ...BY_CLOUD_ID, [`${ASSETS}/objectschema/list`]: NO_SCOPE });
  const known = { ...narrow.account, cloudId: 'c-1', tokenKind: 'scoped' } as const;
  await assert.rejects(narrow.check.assets({ ...known, workspaceId: 'w' }), {
    code: 'scope-missing',
  });
});
