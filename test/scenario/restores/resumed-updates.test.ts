/** A restore of objects that exist fails once they are written, and goes on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failAtTheEnd } from '../../support/restores/deaths/fail-at-the-end.ts';
import { restoreFacts } from '../../support/restores/restore-facts.ts';
import { tinyRig } from '../../support/restores/tiny-rig.ts';

const { rig, here, site, type, objects, valuesOf, set, into } = await tinyRig();

const note = site.addAttribute(type('Office').id, 'Note');
for (const office of objects('Office')) set(office, 'Note', ['as it was']);
const backup = await rig.backUp('Tiny');

test('objects that were updated before the interruption stay so in the report, with their keys and what was refused', async () => {
  const [first, ...others] = objects('Office');
  for (const office of objects('Office')) {
    set(office, 'Note', ['changed']);
    set(office, 'Opened', ['1999-09-09']);
  }
  Object.assign(note, { regex: 'changed.*' });
  const id = await failAtTheEnd(rig, (await rig.plan(backup, into('Tiny'))).id);
  const before = (await rig.lines(id)).filter(({ outcome }) => outcome === 'updated');
  assert.equal(before.length, others.length + 1);
  // Of this one something is written again, and of none what was refused.
  set(first!, 'Opened', ['2001-01-01']);
  here.world.stats.reset();
  await rig.restores.resume(rig.tenant, id, rig.by);
  const facts = restoreFacts(await rig.complete(id));
  assert.deepEqual([facts.updated, facts.valuesLeftOut], [before.length, before.length]);
  const after = (await rig.lines(id)).filter(({ outcome }) => outcome === 'updated');
  const told = (lines: typeof after) =>
    new Map(lines.map(({ sourceId, targetKey, leftOut }) => [sourceId, { targetKey, leftOut }]));
  assert.deepEqual(told(after), told(before));
  const puts = here.world.stats.json.byTemplate;
  const written = Object.entries(puts).find(([template]) => /^PUT .*\/object\/:id$/.test(template));
  assert.equal(written?.[1].calls, 1);
  assert.deepEqual(valuesOf(first!, 'Opened'), ['2020-01-01']);
});
