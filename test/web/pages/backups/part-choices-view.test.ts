import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partChoicesView } from '../../../../src/web/pages/backups/part-choices-view.ts';
import { readChosenParts } from '../../../../src/web/forms/read-chosen-parts.ts';

const choice = (name: string, isOnAtFirst: boolean, unavailable?: string) => ({
  name,
  label: name,
  help: `About ${name}`,
  isOnAtFirst,
  unavailable,
});

test('a toggle stands as it was chosen, else as it is at first; what is not available is off', () => {
  const choices = [choice('a', true), choice('b', false), choice('c', true, 'Not available: no')];
  const isOn = (chosen?: string[]) => partChoicesView(choices, chosen).map((each) => each.isOn);
  assert.deepEqual(isOn(), [true, false, false]);
  assert.deepEqual(isOn(['b', 'c']), [false, true, false]);
  assert.deepEqual(isOn([]), [false, false, false]);
});

test('a part that was read before says what it took', () => {
  const read = { ...choice('a', true), lastCost: { calls: 1220, ms: 190_000 } };
  const [told, silent] = partChoicesView([read, choice('b', true)], undefined);
  assert.equal(told?.estimate, 'Last time: 1,220 calls, 3 min.');
  assert.equal(silent?.estimate, undefined);
});

test('a form that did not ask chooses nothing, which is not the same as none', () => {
  assert.equal(readChosenParts({ 'part-history': 'on' }), undefined);
  assert.deepEqual(readChosenParts({ partsAsked: 'on' }), []);
  assert.deepEqual(
    readChosenParts({ partsAsked: 'on', 'part-history': 'on', 'part-avatars': 'off', other: 'on' }),
    ['history'],
  );
});
