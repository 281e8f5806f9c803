import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KeysView } from '../../../../src/core/use-cases/keys/keys.ts';
import { keysSectionView } from '../../../../src/web/pages/settings/keys-section-view.ts';

const reader = { timeZone: 'UTC', nowMs: Date.parse('2026-11-26T10:00:00Z') };
const keys: KeysView = {
  operator: 'current',
  recovery: undefined,
  passphrase: undefined,
  service: undefined,
  hasOwnStorage: false,
};
const shown = (more: Partial<KeysView>) => keysSectionView({ ...keys, ...more }, reader);

test('how far the rotation of the ring is with the key of this site is said in words', () => {
  assert.equal(shown({ operator: 'current' }).operator, 'Sealed with the current key');
  assert.match(shown({ operator: 'earlier' }).operator, /^Being moved to the current key/);
  const missing = shown({ operator: 'missing' });
  assert.match(missing.operator, /key that this service doesn't have/);
  assert.equal(missing.state.text, 'Needs attention');
  assert.equal(shown({ operator: 'none-yet' }).operator, 'Nothing is sealed yet');
});

test('an own storage without a recovery key is pointed out, and one with it is not', () => {
  assert.equal(shown({}).state.text, "Service's keys");
  assert.equal(shown({ hasOwnStorage: true }).state.text, 'No recovery key');
  const recovery = {
    madeAt: new Date(0),
    madeBy: { accountId: 'ada', name: 'Ada' },
    opens: ['Ours'],
    lacks: [],
  };
  const view = shown({ hasOwnStorage: true, recovery });
  assert.equal(view.state.text, 'Recovery key created');
  assert.deepEqual([view.recovery?.opens, view.recovery?.lacks], ['Ours', undefined]);
});

test('keys that do not open are locked, whatever else is set', () => {
  const setBy = { accountId: 'ada', name: 'Ada' };
  const passphrase = { setAt: new Date(0), setBy, withRing: false, unlocked: undefined };
  const locked = shown({ passphrase });
  assert.deepEqual([locked.state.text, locked.passphrase?.isLocked], ['Locked', true]);
  assert.equal(locked.operator, 'They open secrets of the service, but no backups');
  const unlocked = { until: undefined };
  const both = shown({ passphrase: { ...passphrase, withRing: true, unlocked } });
  assert.equal(both.state.text, 'Unlocked');
  assert.equal(both.operator, 'Needed as well as the passphrase');
});
