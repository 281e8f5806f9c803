/** Unique values that moved by one along a long chain of objects. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunId } from '../../../src/core/kernel/ids.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const LENGTH = 300;
/** As many objects have values that somebody else keeps. */
const TAKEN = 20;

const rig = await RestoreRig.start([{ seed: 'tiny' }]);
await rig.work();
const { site, stats } = rig.here.world;
const schema = site.addSchema('Chain', 'CHAIN');
const type = site.addType(schema.id, 'Thing');
const label = site.labelAttributeOf(type.id).id;
const tag = site.addAttribute(type.id, 'Asset tag', { unique: true }).id;
const tags = Array.from({ length: LENGTH }, (_none, at) => `T-${at}`);
const ids = tags.map((each) => site.addObject(type.id, { [label]: [each], [tag]: [each] }).id);

/** Lines that were saved, those that took the place of others among them. */
let linesNoted = 0;
const { restores } = rig.stores;
const note = restores.note.bind(restores);
restores.note = async (route, lines) => {
  linesNoted += lines.length;
  await note(route, lines);
};

const put = (values: readonly (string | undefined)[]): void => {
  for (const value of [[], values])
    ids.forEach((id, at) =>
      site.updateObject(site.objects.require(id), { [tag]: value[at] ? [value[at]] : [] }),
    );
};
const tagsNow = (): unknown[] => ids.map((id) => site.objects.require(id).values[tag]?.[0]);
const updates = (): number =>
  Object.entries(stats.json.byTemplate)
    .filter(([template]) => /^PUT .*\/object\/:id$/.test(template))
    .reduce((sum, [, { calls }]) => sum + calls, 0);

async function restore(backup: RunId) {
  const [callsBefore, linesBefore] = [updates(), linesNoted];
  const { facts } = await rig.restore(backup, { ...NEW_SCHEMA, schema: { id: String(schema.id) } });
  return { facts, calls: updates() - callsBefore, lines: linesNoted - linesBefore };
}

test('values move along a chain at about two calls and one line an object, whichever way they went', async () => {
  const backup = await rig.backUp('Chain');
  for (const shifted of [
    ['free', ...tags.slice(0, -1)],
    [...tags.slice(1), 'free'],
    [...tags.slice(1), ...tags.slice(0, 1)],
  ]) {
    put(shifted);
    const { facts, calls, lines } = await restore(backup);
    assert.deepEqual(tagsNow(), tags);
    assert.deepEqual([facts.updated, facts.valuesLeftOut], [LENGTH, 0]);
    assert.ok(calls <= 3 * LENGTH, `${calls} calls`);
    assert.equal(lines, LENGTH);
  }
});

test('objects whose values somebody keeps are not sent again with every step of a chain', async () => {
  const backup = await rig.backUp('Chain');
  put(['free', ...tags.slice(0, -1 - TAKEN)]);
  for (const each of tags.slice(-TAKEN))
    site.addObject(type.id, { [label]: [each], [tag]: [each] });
  const { facts, calls, lines } = await restore(backup);
  assert.deepEqual(tagsNow().slice(0, -TAKEN), tags.slice(0, -TAKEN));
  assert.deepEqual([facts.updated, facts.valuesLeftOut], [LENGTH - TAKEN, TAKEN]);
  assert.ok(calls <= 3 * LENGTH, `${calls} calls`);
  assert.equal(lines, LENGTH);
});
