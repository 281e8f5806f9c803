import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NEW_SCHEMA } from '../../support/restores/restore-rig.ts';
import { tinyRulesRig } from '../../support/restores/tiny-rules-rig.ts';

const { rig, site, backup, type, attribute, objects, into } = await tinyRulesRig();

test('the plan counts the attribute for old keys that existing types get', async () => {
  site.objects.remove(objects('Office')[5]!.id, site.now());
  const { plan, facts } = await rig.restore(backup, into({ keepOriginalKey: true }));
  assert.deepEqual(
    [plan.attributes.create, plan.calls],
    [3, 5],
    'three attributes, one object, one reference to it',
  );
  assert.equal(facts.writes, plan.calls);
  assert.deepEqual(
    (await rig.plan(backup, into({ keepOriginalKey: true }))).plan.attributes.create,
    0,
    'they are there by now',
  );
  for (const each of [...site.attributes.values()].filter(({ name }) => name === 'Original key'))
    site.removeAttribute(each);
});

test('the old keys stay where they are wanted, for new objects; a second run finds the attribute that the first one made', async () => {
  const { facts, id } = await rig.restore(backup, {
    ...NEW_SCHEMA,
    keepOriginalKey: true,
    schema: { name: 'With keys', key: 'KEYS' },
  });
  assert.deepEqual([facts.created, facts.notes], [20, []]);
  const keys = new Map(
    (await rig.lines(id)).map(({ targetId, sourceKey }) => [targetId, sourceKey]),
  );
  for (const each of objects('Office', 'With keys'))
    assert.deepEqual(each.values[attribute('Office', 'Original key', 'With keys').id], [
      keys.get(String(each.id)),
    ]);
  assert.equal(attribute('Office', 'Original key', 'With keys').unique, false);
  site.objects.remove(objects('Office', 'With keys')[0]!.id, site.now());
  const again = await rig.restore(backup, into({ keepOriginalKey: true }, 'With keys'));
  assert.deepEqual([again.facts.created, again.facts.notes], [1, []]);
  assert.equal(again.facts.writes - again.facts.objectWrites, 0, 'no structure is written');
  assert.ok(
    objects('Office', 'With keys').every(
      (each) => each.values[attribute('Office', 'Original key', 'With keys').id],
    ),
  );
  const into2 = await rig.restore(backup, into({ keepOriginalKey: true }));
  assert.deepEqual([into2.facts.created, into2.facts.updated, into2.facts.notes], [0, 0, []]);
  assert.ok(
    site
      .attributesOf(type('Office').id)
      .some(({ name, unique }) => name === 'Original key' && !unique),
    'an existing schema gets a plain one',
  );
});
