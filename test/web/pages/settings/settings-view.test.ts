import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccountRight } from '../../../../src/core/sites/checks/account-right.ts';
import type { KeysView } from '../../../../src/core/use-cases/keys/keys.ts';
import type { AskingSchema } from '../../../../src/core/use-cases/retention/default-retention.ts';
import type { ConnectedSite, SetupView } from '../../../../src/core/use-cases/setup/setup.ts';
import { siteId, tenantId } from '../../../../src/core/kernel/ids.ts';
import {
  settingsView,
  type SettingsShown,
} from '../../../../src/web/pages/settings/settings-view.ts';

const NOW = Date.parse('2026-11-26T10:00:00Z');
const MISSING: AccountRight = {
  right: 'schema-manager',
  granted: false,
  warning: "Restoring won't work.",
};

const KEYS: KeysView = {
  operator: 'current',
  recovery: undefined,
  passphrase: undefined,
  service: undefined,
  hasOwnStorage: false,
};

const SETUP: SetupView = {
  stepsDone: 3,
  source: undefined,
  storage: {
    id: 'service',
    label: 'Cloud (EU)',
    serviceLabel: 'Cloud (EU)',
    graceDays: 7,
    check: undefined,
    own: [],
  },
  tokenExpiry: undefined,
  hasOwnAccess: false,
  mismatch: undefined,
};

function shownWith(setup: Partial<ConnectedSite['setup']>, more: Partial<SettingsShown> = {}) {
  const site = {
    id: siteId('site'),
    tenantId: tenantId('acme'),
    kind: 'cloud',
    key: 'w-1',
    siteUrl: 'https://acme.atlassian.net',
    account: { accountId: 'a-1', name: 'Ada' },
    details: {
      email: 'svc@acme.example',
      workspaceId: 'w-1',
      sandbox: false,
      cloudId: null,
      tokenKind: 'classic',
    },
    createdAt: new Date(NOW),
    tokenSetAt: new Date(NOW),
    revision: 1,
    shown: { kindLabel: 'Cloud', addressedBy: [], signsInAs: undefined, marks: [] },
  };
  const source: ConnectedSite = {
    ...site,
    roles: { source: true, target: true },
    setup: { rights: [], visibleSchemas: 8, storageId: 'service', stepsDone: 3, ...setup },
  };
  const target = { ...site, roles: { source: false, target: true }, name: 'Sandbox' };
  const shown: SettingsShown = {
    source,
    setup: { ...SETUP, source },
    dataCenters: [],
    keys: KEYS,
    retention: { saved: undefined, ownRules: 0, asking: [] },
    binDays: 14,
    targets: [{ ...target, rights: [MISSING] }],
    figures: new Map(),
    reader: { timeZone: 'UTC', nowMs: NOW },
    ...more,
  };
  const view = settingsView(shown);
  return {
    view,
    shown,
    marked: view.sections.filter((each) => each.needsAttention).map(({ id }) => id),
  };
}

test('a right that a target account lacks marks its section, and is said in its row', () => {
  const { view, marked } = shownWith({});
  assert.deepEqual(marked, ['targets']);
  assert.deepEqual(view.targets[0]?.lacks, ["Restoring won't work."]);
  assert.equal(view.targets[0]?.state.text, 'Permissions missing');
});

test('a right that the own account lacks, and a token that has expired, mark theirs', () => {
  const { view, marked } = shownWith({ rights: [MISSING], tokenExpiresOn: '2026-11-20' });
  assert.deepEqual(marked, ['account', 'token', 'targets']);
  assert.equal(view.token?.state.text, 'Expired');
  assert.equal(view.token?.expires, '20 Nov 2026');
});

test('an account that its site refused, and its token, say so and mark their sections', () => {
  const settings = shownWith({});
  const { source, targets, dataCenters } = settings.shown;
  const { view, marked } = shownWith(
    {},
    {
      source: { ...source, refusal: 'token-refused' },
      targets: targets.map((target) => ({ ...target, refusal: 'token-refused' as const })),
      dataCenters: [...dataCenters, { ...source, refusal: 'captcha-required' }],
    },
  );
  assert.deepEqual(marked, ['account', 'token', 'targets', 'data-centers']);
  const states = [view.account, view.token, view.targets[0], view.dataCenters[0]];
  assert.deepEqual(
    states.map((each) => each?.state.text),
    ['Failed', 'Rejected', 'Failed', 'Failed'],
  );
  assert.match(view.account.refusal ?? '', /^The site rejected this account\./);
  assert.match(view.dataCenters[0]?.refusal ?? '', /CAPTCHA/);
});

test('a test that failed just now is not followed by Connected, whatever was wrong', () => {
  const errors = { form: "The site didn't answer." };
  const { view, marked } = shownWith({}, { section: 'account', errors, hasTestFailed: true });
  assert.equal(view.account.state.text, 'Failed');
  assert.ok(marked.includes('account'));
});

test('an account that is typed and refused says nothing of the one that is connected', () => {
  const { view } = shownWith({}, { section: 'account', errors: { token: 'Rejected' } });
  assert.equal(view.account.state.text, 'Connected');
});

test('on its last day a token expires soon, as the banner says, and has not expired', () => {
  const stateOn = (tokenExpiresOn: string) => shownWith({ tokenExpiresOn }).view.token?.state.text;
  assert.equal(stateOn('2026-11-26'), 'Expires soon');
  assert.equal(stateOn('2026-11-25'), 'Expired');
  assert.equal(stateOn('2026-12-11'), 'Valid');
});

test('schemas that ask before their backups are removed are listed, the first of many', () => {
  const asking = Array.from({ length: 12 }, (_none, at) => ({
    schema: { id: `s-${at}`, name: `Schema ${at}` },
    question: { removes: 18, of: 20 },
  })) as unknown as AskingSchema[];
  const retention = { saved: undefined, ownRules: 0, asking };
  const { view, marked } = shownWith({}, { retention });
  assert.ok(marked.includes('retention'));
  assert.match(view.retention.asking?.text ?? '', /^12 schemas ask before/);
  assert.equal(view.retention.asking?.schemas.length, 10);
  assert.deepEqual(view.retention.asking?.schemas[0], {
    id: 's-0',
    name: 'Schema 0',
    removes: '18 of 20 backups',
  });
  assert.equal(view.retention.asking?.more, 'and 2 more');
  const one = { ...retention, asking: asking.slice(0, 1) };
  const single = shownWith({}, { retention: one }).view.retention.asking;
  assert.match(single?.text ?? '', /^1 schema asks before .* Decide in its list of backups:$/);
  assert.equal(single?.more, undefined);
});

test('rights that nothing needs any more are not shown', () => {
  const old = { right: 'issues', granted: false, warning: 'old' } as unknown as AccountRight;
  assert.deepEqual(shownWith({ rights: [old] }).view.account.rights, []);
});

test('a mistake stands in its own section, with what was typed', () => {
  const errors = { email: 'Enter a valid email address' };
  const { view } = shownWith({}, { section: 'account', typed: { email: 'nobody' }, errors });
  assert.equal(view.account.fields[0]?.error, errors.email);
  assert.equal(view.account.fields[0]?.value, 'nobody');
  assert.ok(view.account.isChanged);
  assert.ok(!view.token?.isChanged);
});
