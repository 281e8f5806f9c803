import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InvalidInput } from '../../../../src/core/kernel/errors.ts';
import { readCredentials } from '../../../../src/core/use-cases/setup/credentials-input.ts';
import { tokenExpiry } from '../../../../src/core/sites/checks/token-expiry.ts';

const GOOD = {
  workspaceId: 'g2778e1d-939d',
  email: 'jane@example.com',
  token: 'secret',
  tokenExpiresOn: '2027-03-31',
};

function fieldsOf(input: unknown, stored = false): Record<string, string> {
  try {
    readCredentials(input, stored);
    return {};
  } catch (error) {
    assert.ok(error instanceof InvalidInput);
    return { ...error.fields };
  }
}

test('good credentials pass, trimmed', () => {
  assert.deepEqual(readCredentials({ ...GOOD, email: ' jane@example.com ' }, false), GOOD);
});

test('every empty field has its message', () => {
  assert.deepEqual(fieldsOf({ workspaceId: ' ', email: '', token: '' }), {
    workspaceId: 'Workspace ID is mandatory',
    email: 'Email is mandatory',
    token: 'API token is mandatory',
  });
  assert.deepEqual(fieldsOf(null), {
    form: fieldsOf(null)['form']!,
    token: 'API token is mandatory',
  });
});

test('an empty token is fine when one is stored', () => {
  assert.deepEqual(fieldsOf({ ...GOOD, token: '' }, true), {});
});

for (const [field, value] of [
  ['workspaceId', '../etc'],
  ['workspaceId', { $ne: '' }],
  ['email', 'nobody'],
  ['email', ['a@b']],
  ['token', 'x'.repeat(3000)],
  ['tokenExpiresOn', '2027-02-30'],
  ['tokenExpiresOn', 'soon'],
] as const) {
  test(`${field} ${JSON.stringify(value).slice(0, 20)} is refused beside its field`, () => {
    assert.deepEqual(Object.keys(fieldsOf({ ...GOOD, [field]: value })), [field]);
  });
}

test('the end of the token is told from 14 days before', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  const daysUntil = (day?: string) => tokenExpiry(day, now)?.days;
  assert.deepEqual(
    [undefined, '2026-12-08', '2026-12-07', '2026-11-24', '2026-11-23', '2026-11-01'].map(
      daysUntil,
    ),
    [undefined, undefined, 14, 1, -0, -22],
  );
});
