/** Between two Data Centers, which number their people each by itself. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acquaint, migratedContent } from '../../support/restores/migrated-content.ts';
import { keepFew } from '../../support/restores/keep-few.ts';
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
