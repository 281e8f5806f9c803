/** A destination that doesn't date writes that change nothing, and whose search lags. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lagSearch } from '../../support/restores/lag-search.ts';
import type { Death } from '../../support/restores/deaths/mortal-life.ts';
import { surviveDeaths } from '../../support/restores/deaths/survive-deaths.ts';
import { attendRun } from '../../support/restores/deaths/work-run.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const SETTLE_MS = 1_500;
const LAG_MS = 2_500;

const creates = (calls: readonly string[]): number =>
  calls.at(-1) === 'createObject' ? calls.filter((call) => call === 'createObject').length : 0;
const DEATHS: Death[] = [
  { at: (calls) => creates(calls) === 2, when: 'before' },
  { at: (calls) => creates(calls) === 1, when: 'during' },
];

test('an object whose create was never answered is found, though what was written before is shown all along', async () => {
  const rig = await RestoreRig.start([{ seed: 'tiny' }], { settleMs: SETTLE_MS });
  const { site } = rig.here.world;
  const schema = site.addSchema('Pairs', 'PAIR');
  const type = site.addType(schema.id, 'Node');
  const label = site.labelAttributeOf(type.id).id;
  const next = site.addAttribute(type.id, 'Next', {
    type: 1,
    referenceTypeId: [...site.referenceTypes.keys()][0]!,
    referenceObjectTypeId: type.id,
  }).id;
  const first = site.addObject(type.id, { [label]: ['First'] });
  const second = site.addObject(type.id, { [label]: ['Second'], [next]: [{ ref: first.id }] });
  const backup = await attendRun(rig, 'backup-part', attendRun(rig, 'backup', rig.backUp('Pairs')));
  for (const { id } of [first, second]) site.deleteObject(id);
  rig.here.settings.unchangedDated = false;
  await lagSearch(rig, 'store', LAG_MS);
  const wish = { ...NEW_SCHEMA, schema: { id: String(schema.id) } };
  const { id: planId } = await attendRun(rig, 'restore-plan', rig.plan(backup, wish));
  const { run, died } = await surviveDeaths(rig, (await rig.start(planId)).id, DEATHS);
  assert.deepEqual([run.state, died.length], ['complete', 2]);
  const labels = site.objects
    .idsOfType(type.id)
    .map((id) => site.labelOf(site.objects.require(id)));
  assert.deepEqual(labels, ['First', 'Second']);
});
