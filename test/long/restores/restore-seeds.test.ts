import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalSchema } from '../../../simulator/canonical/canonical-schema.ts';
import type { Value } from '../../../simulator/site/records/model.ts';
import type { Site } from '../../../simulator/site/site.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

/** A name that every kind of site takes, which the seed's isn't. */
const RESTORED = { name: 'Nasty again', key: 'NASTY' };
const contentOf = (site: Site, schemaId: number) =>
  canonicalSchema(site, schemaId, { schemaName: false });

test('a schema of only cycles comes back as it was, with a second call for those alone that close one', async () => {
  const rig = await RestoreRig.start([{ seed: 'cycles' }]);
  await rig.work();
  const { site } = rig.here.world;
  const backup = await rig.backUp('Cycles');
  const [before, size] = [
    canonicalSchema(site, rig.schemaId('Cycles')),
    site.objectCount(rig.schemaId('Cycles')),
  ];
  site.deleteSchema(rig.schemaId('Cycles'));
  const { id, plan, facts } = await rig.restore(backup, {
    ...NEW_SCHEMA,
    schema: { name: 'Cycles', key: 'CYC' },
  });
  assert.deepEqual(canonicalSchema(site, rig.schemaId('Cycles')), before);
  assert.deepEqual(
    [facts.created, facts.failed, facts.valuesLeftOut, facts.notes],
    [size, 0, 0, []],
  );
  assert.equal(facts.objectWrites, size + plan.secondCalls);
  assert.ok(plan.secondCalls < size / 2, `${plan.secondCalls} of ${size} are written twice`);
  assert.equal((await rig.check(id)).equal, size);
  assert.ok(
    plan.calls >= facts.writes && plan.calls <= facts.writes * 1.1,
    `${plan.calls} calls were foreseen, ${facts.writes} made`,
  );

  const cycle = site.typesOf(rig.schemaId('Cycles')).find(({ name }) => name === 'Boss')!;
  const [top] = site.objects.idsOfType(cycle.id);
  site.objects.remove(top!, site.now());
  const again = await rig.restore(backup, {
    ...NEW_SCHEMA,
    schema: { id: String(rig.schemaId('Cycles')) },
  });
  assert.deepEqual(
    again.plan.conflicts.map(({ type, attribute, count }) => [type, attribute, count]),
    [['Boss', 'Reports to', 1]],
    'who has to report to himself cannot be made where the rule is in force',
  );
  assert.deepEqual([again.facts.created, again.facts.failed], [0, 1]);
  await rig.idle();
});

test('a schema of everything that trips others comes back as it was: long texts, emoji, HTML, newlines, every type of attribute, equal twins, filters', async () => {
  const rig = await RestoreRig.start([{ seed: 'nasty' }]);
  await rig.work();
  const { site } = rig.here.world;
  const name = [...site.schemas.values()][0]!.name;
  for (const user of site.users.values()) Object.assign(user, { active: true, deleted: false });
  for (const unknown of ['712020:ffffffff-0000-4b7e-9a53-0242ac120002', 'unknown'])
    site.users.set(unknown, {
      ...[...site.users.values()][0]!,
      accountId: unknown,
      displayName: unknown,
      email: `${unknown.slice(0, 6)}@example.com`,
    });
  const backup = await rig.backUp(name);
  const [before, size] = [
    contentOf(site, rig.schemaId(name)),
    site.objectCount(rig.schemaId(name)),
  ];
  site.deleteSchema(rig.schemaId(name));
  const { id, facts } = await rig.restore(backup, {
    ...NEW_SCHEMA,
    schema: RESTORED,
  });
  assert.deepEqual(contentOf(site, rig.schemaId(RESTORED.name)), before);
  assert.deepEqual(
    [facts.created, facts.failed, facts.valuesLeftOut, facts.notes],
    [size, 0, 0, []],
  );
  assert.equal((await rig.check(id)).equal, size);
  await rig.idle();
});

test('people who left are left out value by value and listed; everything else is as it was', async () => {
  const rig = await RestoreRig.start([{ seed: 'nasty' }]);
  await rig.work();
  const { site } = rig.here.world;
  const name = [...site.schemas.values()][0]!.name;
  const backup = await rig.backUp(name);
  const isGone = (id: string): boolean => {
    const user = site.person(id);
    return !user || !user.active || user.deleted;
  };
  let removed = 0;
  const gone = new Set<string>();
  const isKept = (value: Value): boolean => {
    if (typeof value === 'string' || !('user' in value) || !isGone(value.user)) return true;
    removed += 1;
    gone.add(value.user);
    return false;
  };
  for (const type of site.typesOf(rig.schemaId(name)))
    for (const id of site.objects.idsOfType(type.id)) {
      const object = site.objects.get(id)!;
      for (const [attribute, values] of Object.entries(object.values))
        object.values[Number(attribute)] = values.filter(isKept);
    }
  const expected = contentOf(site, rig.schemaId(name));
  const size = site.objectCount(rig.schemaId(name));
  site.deleteSchema(rig.schemaId(name));
  const { id, plan, facts } = await rig.restore(backup, {
    ...NEW_SCHEMA,
    schema: RESTORED,
  });
  assert.ok(removed > 4);
  assert.deepEqual([facts.created, facts.failed, facts.valuesLeftOut], [size, 0, removed]);
  assert.deepEqual(plan.unresolved.map((each) => each.id).sort(), [...gone].sort());
  assert.equal(
    plan.unresolved.reduce((sum, { uses }) => sum + uses, 0),
    removed,
  );
  assert.deepEqual(contentOf(site, rig.schemaId(RESTORED.name)), expected);
  const check = await rig.check(id);
  assert.deepEqual(
    [check.equal + check.explained, check.differingCount, check.missing],
    [size, 0, 0],
  );
  await rig.idle();
});
