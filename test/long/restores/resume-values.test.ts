/** Values that were still to be written when a restore was interrupted. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunId } from '../../../src/core/kernel/ids.ts';
import { lagSearch } from '../../support/restores/lag-search.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';
import { surviveDeaths } from '../../support/restores/deaths/survive-deaths.ts';
import { attendRun } from '../../support/restores/deaths/work-run.ts';

const LAG_MS = 3_000;
const LONG = 'x'.repeat(300);

const rig = await RestoreRig.start([{ seed: 'tiny' }]);
const { site } = rig.here.world;
const { settings } = rig.here;

/** The worker dies before its first second call. */
const BEFORE_SECOND_CALL = {
  at: (calls: readonly string[]) => calls.at(-1) === 'updateObject',
  when: 'before' as const,
};

const backUp = (name: string): Promise<RunId> =>
  attendRun(rig, 'backup-part', attendRun(rig, 'backup', rig.backUp(name)));

async function restoreInto(schemaId: number, backup: RunId) {
  const wish = { ...NEW_SCHEMA, schema: { id: String(schemaId) } };
  const { id } = await attendRun(rig, 'restore-plan', rig.plan(backup, wish));
  const restore = await rig.start(id);
  const { run, died } = await surviveDeaths(rig, restore.id, [BEFORE_SECOND_CALL]);
  assert.deepEqual([run.state, died.length], ['complete', 1]);
  const lines = await rig.lines(restore.id);
  return new Map(lines.map((line) => [line.label, line]));
}

test('of an attribute that the site refused a value of, the other values are written after an interruption', async () => {
  const schema = site.addSchema('Related', 'REL');
  const node = site.addType(schema.id, 'Node');
  const special = site.addType(schema.id, 'Special', { parentId: node.id });
  const related = site.addAttribute(node.id, 'Related', {
    type: 1,
    maximum: -1,
    referenceTypeId: [...site.referenceTypes.keys()][0]!,
    referenceObjectTypeId: node.id,
    includeChildren: true,
  });
  const added = [node.id, node.id, special.id].map((type, at) =>
    site.addObject(type, { [site.labelAttributeOf(type).id]: [['A', 'C', 'B'][at]!] }),
  );
  const [a, c, b] = added.map(({ id }) => id) as [number, number, number];
  for (const [from, to] of [
    [a, c],
    [c, a],
  ] as const)
    site.updateObject(site.objects.require(from), { [related.id]: [{ ref: b }, { ref: to }] });
  const backup = await backUp('Related');
  for (const id of [a, b, c]) site.deleteObject(id);
  related.includeChildren = false;
  const lines = await restoreInto(schema.id, backup);
  const made = (name: string): number => Number(lines.get(name)!.targetId);
  for (const [from, to] of [
    ['A', 'C'],
    ['C', 'A'],
  ] as const) {
    const { values } = site.objects.require(made(from));
    assert.deepEqual(values[related.id], [{ ref: made(to) }], `${from} leads to ${to}`);
    assert.deepEqual(
      lines.get(from)!.leftOut?.map(({ attribute, value }) => [attribute, Number(value)]),
      [['Related', made('B')]],
      `only B is left out of ${from}`,
    );
  }
});

test('values that were put off are written to objects that the search does not show yet', async () => {
  const schema = site.addSchema('Notes', 'NOTE');
  const type = site.addType(schema.id, 'Thing');
  const label = site.labelAttributeOf(type.id).id;
  const notes = site.addAttribute(type.id, 'Notes', { defaultTypeId: 0, maximum: -1 }).id;
  const { id } = site.addObject(type.id, { [label]: ['Thing'], [notes]: ['short', LONG] });
  const backup = await backUp('Notes');
  site.deleteObject(id);
  await lagSearch(rig, 'store', LAG_MS);
  const thing = (await restoreInto(schema.id, backup)).get('Thing')!;
  settings.indexDelayMs = 0;
  assert.deepEqual(site.objects.require(Number(thing.targetId)).values[notes], ['short']);
  assert.deepEqual(
    thing.leftOut?.map(({ attribute, value }) => [attribute, value]),
    [['Notes', LONG.slice(0, 200)]],
  );
});
