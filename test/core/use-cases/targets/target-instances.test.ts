import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  Conflict,
  InvalidInput,
  NotFound,
  Refused,
  Unavailable,
} from '../../../../src/core/kernel/errors.ts';
import { siteId, tenantId } from '../../../../src/core/kernel/ids.ts';
import { targetInUse } from '../../../../src/core/restores/target-in-use.ts';
import type { Run } from '../../../../src/core/runs/run.ts';
import { cloudKind } from '../../../../src/core/sites/kinds/cloud-kind.ts';
import { readDetails } from '../../../../src/core/sites/site-kind.ts';
import { targetsRig, tenant, type TargetAnswers } from '../../../support/targets/targets-rig.ts';

const GOOD = {
  name: 'Acme test',
  email: 'jane@example.com',
  workspaceId: 'w-1',
  siteUrl: 'https://acme-test.atlassian.net/jira',
  token: 'secret',
  sandbox: 'on',
};
const ORIGIN = 'https://acme-test.atlassian.net';
const alice = tenant('alice');

const refuse = (code: string) => (): never => {
  throw new Refused(code, 'no');
};

test('a target instance is checked in order and saved, with the origin of what was typed and without its token', async () => {
  const { calls, targets, instances } = targetsRig();
  const saved = await instances.save(alice, { ...GOOD, name: ' Acme test ' });
  assert.deepEqual(calls, [
    `address ${GOOD.siteUrl}`,
    `account ${ORIGIN} jane@example.com secret`,
    `workspaces ${ORIGIN}`,
    'assets w-1 secret',
  ]);
  assert.match(saved.id, /^[0-9a-f]{24}$/);
  assert.deepEqual(
    { ...saved, id: '', createdAt: '', tokenSetAt: '' },
    {
      id: '',
      tenantId: 'alice',
      kind: 'cloud',
      key: 'w-1',
      roles: { source: false, target: true },
      name: 'Acme test',
      details: {
        email: 'jane@example.com',
        workspaceId: 'w-1',
        sandbox: true,
        cloudId: null,
        tokenKind: 'classic',
      },
      siteUrl: ORIGIN,
      account: { accountId: 'a-1', name: 'Jane' },
      createdAt: '',
      tokenSetAt: '',
      rights: [],
      revision: 1,
    },
  );
  assert.equal(targets.stored[0]!.token, 'secret');
  const [first, ...others] = await instances.list(alice.id);
  assert.deepEqual([first, others], [{ ...saved, shown: first!.shown }, []]);
});

test('every empty field has its message, and no site is asked', async () => {
  const { calls, fieldsOf } = targetsRig();
  assert.deepEqual(await fieldsOf({}), {
    name: 'Connection name is mandatory',
    email: 'Target Email is mandatory',
    workspaceId: 'Target Workspace ID is mandatory',
    siteUrl: 'Target Instance URL is mandatory',
    token: 'Target Token is mandatory',
  });
  assert.deepEqual(await fieldsOf({ ...GOOD, token: '  ', name: '' }), {
    name: 'Connection name is mandatory',
    token: 'Target Token is mandatory',
  });
  assert.deepEqual(await fieldsOf({ ...GOOD, email: 'nobody', workspaceId: '../x' }), {
    email: 'Enter a valid email address',
    workspaceId: 'Target Workspace ID can only contain letters, digits and hyphens',
  });
  assert.deepEqual(calls, []);
});

test('an address that is refused is refused before anything is sent there with credentials', async () => {
  const { calls, answers, fieldsOf } = targetsRig();
  answers.address = () => {
    throw new InvalidInput({ siteUrl: "This address isn't allowed" });
  };
  assert.deepEqual(await fieldsOf(GOOD), { siteUrl: "This address isn't allowed" });
  assert.deepEqual(calls, [`address ${GOOD.siteUrl}`]);
});

test('the app must be installed on the target, unless it is ticked as a sandbox', async () => {
  const { calls, answers, instances, fieldsOf } = targetsRig();
  const { sandbox: _sandbox, ...unticked } = GOOD;
  assert.deepEqual(await fieldsOf(unticked), {
    sandbox: 'Install the app on the target site first, or tick that it is a sandbox of this site.',
  });
  assert.deepEqual(await fieldsOf({ ...unticked, sandbox: 'off' }), {
    sandbox: 'Install the app on the target site first, or tick that it is a sandbox of this site.',
  });
  assert.ok(!calls.some((call) => call.startsWith('account')));
  answers.installed.push(ORIGIN);
  assert.equal(readDetails(cloudKind, await instances.save(alice, unticked)).sandbox, false);
});

test('the current site is no target, not even as a sandbox of itself', async () => {
  const { fieldsOf } = targetsRig();
  assert.match(
    (await fieldsOf({ ...GOOD, siteUrl: 'https://acme.atlassian.net/jira' }))['siteUrl']!,
    /^This is the current site/,
  );
});

const REFUSALS: [string, Partial<TargetAnswers>, Record<string, string | RegExp>][] = [
  [
    'a refused account',
    { account: refuse('token-refused') },
    { token: 'The site rejected this email and token' },
  ],
  [
    'an account that Jira does not let in',
    { account: refuse('no-permission') },
    { token: 'The site rejected this email and token' },
  ],
  [
    'a workspace of another site',
    { workspaces: () => ['w-9'] },
    { workspaceId: "This workspace ID doesn't belong to this site" },
  ],
  ['a site without Assets', { workspaces: () => [] }, { siteUrl: /doesn't have Assets/ }],
  [
    'an account that may not look up the workspace',
    { workspaces: refuse('no-permission') },
    { email: /This account can't use Assets on this site/ },
  ],
  [
    'an account without Assets',
    { assets: refuse('no-permission') },
    { email: /This account can't use Assets on this site/ },
  ],
  [
    'a token without the Assets scopes',
    { assets: refuse('token-refused') },
    { token: 'The site rejected this email and token' },
  ],
  [
    'a workspace that Assets does not know',
    { assets: refuse('workspace-gone') },
    { workspaceId: "This workspace ID doesn't belong to this site" },
  ],
];
for (const [what, changed, expected] of REFUSALS)
  test(`${what} is said beside its field, and nothing is saved`, async () => {
    const { answers, fieldsOf } = targetsRig();
    Object.assign(answers, changed);
    const fields = await fieldsOf(GOOD);
    assert.deepEqual(Object.keys(fields), Object.keys(expected));
    for (const [field, message] of Object.entries(expected))
      if (typeof message === 'string') assert.equal(fields[field], message);
      else assert.match(fields[field]!, message);
  });

test('a site that does not answer is no mistake of a field, and nothing is saved', async () => {
  const { answers, instances, targets } = targetsRig();
  answers.assets = () => {
    throw new Unavailable('site-unreachable', 'The site did not answer.');
  };
  await assert.rejects(instances.save(alice, GOOD), Unavailable);
  assert.deepEqual(targets.stored, []);
});

test('a name is given once per tenant, whatever its case; another tenant may have it too', async () => {
  const { instances, fieldsOf } = targetsRig();
  const first = await instances.save(alice, GOOD);
  assert.match(
    (await fieldsOf({ ...GOOD, name: 'ACME TEST' }))['name']!,
    /already have a target instance/,
  );
  await instances.save(tenant('bob'), GOOD);
  assert.equal(
    (await instances.save(alice, { ...GOOD, name: 'ACME test' }, first.id)).name,
    'ACME test',
    'its own name may be written anew',
  );
});

test('a name that another administrator took at the same moment is said beside its field', async () => {
  const { instances, targets } = targetsRig();
  targets.save = async () => {
    throw new Conflict('name-taken', 'taken');
  };
  await assert.rejects(
    instances.save(alice, GOOD),
    (error: unknown) =>
      error instanceof InvalidInput && /already have a target instance/.test(error.fields['name']!),
  );
});

test('an empty token keeps the stored one, which is checked anew', async () => {
  const { calls, targets, clock, instances } = targetsRig();
  const { id, tokenSetAt, createdAt } = await instances.save(alice, GOOD);
  await clock.step(1000);
  calls.length = 0;
  const edited = await instances.save(
    alice,
    { ...GOOD, name: 'Other', siteUrl: `${ORIGIN}/`, token: '' },
    id,
  );
  assert.deepEqual(
    [edited.name, edited.revision, edited.tokenSetAt, edited.createdAt],
    ['Other', 2, tokenSetAt, createdAt],
  );
  assert.ok(calls.includes(`account ${ORIGIN} jane@example.com secret`));
  const renewed = await instances.save(alice, { ...GOOD, token: 'new' }, id);
  assert.equal(renewed.tokenSetAt.getTime() - tokenSetAt.getTime(), 1000);
  assert.deepEqual([targets.stored.length, targets.stored[0]!.token], [1, 'new']);
});

test('a stored token is never sent to another site, account or workspace than it was typed for', async () => {
  const { calls, instances, fieldsOf } = targetsRig();
  const { id } = await instances.save(alice, GOOD);
  calls.length = 0;
  for (const changed of [
    { siteUrl: 'https://evil.example.com' },
    { email: 'john@example.com' },
    { workspaceId: 'w-2' },
  ])
    assert.match(
      (await fieldsOf({ ...GOOD, ...changed, token: '' }, id))['token']!,
      /^Enter the token again/,
    );
  assert.ok(
    calls.every((call) => call.startsWith('address ')),
    calls.join('\n'),
  );
  assert.equal(
    readDetails(
      cloudKind,
      await instances.save(alice, { ...GOOD, workspaceId: 'w-2', token: 'typed' }, id),
    ).workspaceId,
    'w-2',
  );
});

test('a target that a restore writes to can be neither edited nor deleted', async () => {
  const { answers, instances, targets } = targetsRig();
  const { id } = await instances.save(alice, GOOD);
  answers.inUse = true;
  await assert.rejects(instances.save(alice, GOOD, id), { code: 'target-in-use' });
  await assert.rejects(instances.remove(alice.id, id), { code: 'target-in-use' });
  answers.inUse = false;
  assert.equal((await instances.remove(alice.id, id)).name, 'Acme test');
  assert.deepEqual(targets.stored, []);
});

test('an open restore uses the target that it writes to; a plan, a check and other work do not', async () => {
  const input = {
    siteId: 't-1',
    place: { siteUrl: ORIGIN, siteKey: 'w', targetName: 'T' },
    schema: { kind: 'new', name: 'N', key: 'KEY' },
    typeIds: null,
    existing: 'keep',
    clearEmpty: false,
    keepOriginalKey: false,
    changeDefinitions: false,
    choices: [],
  };
  const used = (kind: string, of: object | undefined, id = 't-1') =>
    targetInUse(
      { open: async () => [{ kind, input: of } as unknown as Run] },
      alice.id,
      siteId(id),
    );
  assert.equal(await used('restore', input), true);
  assert.equal(await used('restore', input, 't-2'), false);
  assert.equal(await used('restore', { ...input, siteId: 'own' }), false, 'into this site');
  for (const kind of ['restore-plan', 'restore-check'] as const)
    assert.equal(await used(kind, input), false);
  for (const kind of ['backup', 'sync'] as const) assert.equal(await used(kind, undefined), false);
});

test("another tenant's target is not there", async () => {
  const { instances, targets } = targetsRig();
  const { id } = await instances.save(alice, GOOD);
  await assert.rejects(instances.get(tenantId('bob'), id), NotFound);
  await assert.rejects(instances.save(tenant('bob'), GOOD, id), NotFound);
  await assert.rejects(instances.remove(tenantId('bob'), id), NotFound);
  assert.deepEqual([await instances.list(tenantId('bob')), targets.stored.length], [[], 1]);
});
