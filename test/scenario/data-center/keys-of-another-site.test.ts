/** Between two Data Centers, which number their people each by itself. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SimObject } from '../../../simulator/site/records/model.ts';
import { acquaint, migratedContent } from '../../support/restores/migrated-content.ts';
import { keepFew } from '../../support/restores/keep-few.ts';
import { objectsOf, valuesOf } from '../../support/restores/migration-rig.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const SERVERS = 12;
const rig = await RestoreRig.start([{ seed: 'dc' }, { seed: 'dc' }]);
await rig.work();
const here = rig.here.world.site;
const there = rig.there!.world.site;
acquaint(here, there);
const schemaId = rig.schemaId('Hardware');
keepFew(here, schemaId, 'Server', SERVERS);

test('values of people go to who has their email, not to who has their key there', async () => {
  const [one, other] = ['JIRAUSER10100', 'JIRAUSER10101'].map((key) => there.users.get(key)!);
  const { displayName, email } = one!;
  Object.assign(one!, { displayName: other!.displayName, email: other!.email });
  Object.assign(other!, { displayName, email });
  const { facts, plan } = await rig.restore(await rig.backUp('Hardware'), {
    ...NEW_SCHEMA,
    targetId: rig.other!,
    schema: { name: 'Moved', key: 'MOVED' },
  });
  assert.equal(facts.failed, 0);
  assert.deepEqual(
    plan.unresolved.filter(({ kind }) => kind === 'user'),
    [],
  );
  const moved = migratedContent(there, rig.schemaId('Moved', rig.there!));
  assert.deepEqual(moved.objects, migratedContent(here, schemaId).objects);
});

test('versions and pages are not taken for those that have their ID there', async () => {
  const { facts, plan, id } = await rig.restore(await rig.backUp('Hardware'), {
    ...NEW_SCHEMA,
    targetId: rig.other!,
    schema: { name: 'Without', key: 'WITHOUT' },
  });
  const hasValue = (each: SimObject, name: string): boolean =>
    valuesOf(here, each, name).length > 0;
  const servers = objectsOf(here, schemaId, 'Server');
  const values = ['Release', 'Runbook'].flatMap((name) =>
    servers.filter((each) => hasValue(each, name)),
  );
  const objects = new Set(values).size;
  assert.deepEqual([values.length, objects], [5, 4]);
  assert.deepEqual([facts.failed, facts.valuesLeftOut], [0, 5]);
  assert.ok(plan.notes.some((note) => note.includes('site that was backed up: 5 values')));
  const moved = objectsOf(there, rig.schemaId('Without', rig.there!), 'Server');
  assert.equal(moved.length, SERVERS);
  for (const name of ['Release', 'Runbook'])
    assert.ok(moved.every((each) => valuesOf(there, each, name).length === 0));
  const check = await rig.check(id);
  assert.deepEqual([check.differingCount, check.explained], [0, objects]);
});
