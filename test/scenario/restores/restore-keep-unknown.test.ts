/** A destination that doesn't return all values of the objects that are there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fault } from '../../../simulator/faults/fault.ts';
import { tinyRig } from '../../support/restores/tiny-rig.ts';

const { rig, here, backup, labelled, set, valuesOf, into } = await tinyRig();
const changed = labelled('Office 1');
set(changed, 'Opened', ['1999-09-09']);
const emptied = labelled('Office 2');
const keep = into('Tiny', { existing: 'keep' });
const withoutValues = (sent = ''): Fault => ({
  kind: 'change',
  path: '/object/aql$',
  query: 'includeAttributes=true',
  sent,
  changes: [{ member: 'values.*.attributes', to: 'absent' }],
  probability: 1,
});

test('Keep fills nothing in objects that come without their values, and says so', async () => {
  set(emptied, 'Opened', []);
  here.settings.faults = [withoutValues()];
  const { id, plan, facts } = await rig.restore(backup, keep);
  here.settings.faults = [];
  assert.deepEqual(valuesOf(changed, 'Opened'), ['1999-09-09']);
  assert.deepEqual([facts.created, facts.updated, facts.left, facts.writes], [0, 0, 20, 0]);
  const note =
    "Nothing is filled in, because the destination didn't return all values and what seems empty may have one: 20 objects. Restore again to fill in what's missing.";
  assert.ok(plan.notes.includes(note), plan.notes.join('\n'));
  assert.deepEqual(facts.notes, [note]);
  const reasons = new Set(
    (await rig.lines(id)).map(({ outcome, reason }) => `${outcome}: ${reason}`),
  );
  assert.deepEqual(
    [...reasons],
    [
      "left: The destination didn't return all values of the object, so nothing was filled in: what seems empty may have a value. Restore again to fill in what's missing.",
    ],
  );
});

test('objects that come whole when they are asked for once more are filled as any others', async () => {
  set(emptied, 'Opened', []);
  here.settings.faults = [withoutValues('objectTypeId')];
  const { facts } = await rig.restore(backup, keep);
  here.settings.faults = [];
  assert.deepEqual([facts.updated, facts.left, facts.notes], [1, 19, []]);
  assert.deepEqual(
    [valuesOf(changed, 'Opened'), valuesOf(emptied, 'Opened')],
    [['1999-09-09'], ['2020-01-02']],
  );
});
