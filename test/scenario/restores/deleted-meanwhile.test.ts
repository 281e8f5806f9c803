import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tinyRig } from '../../support/restores/tiny-rig.ts';

const { rig, site, backup, labelled, valuesOf, set, into } = await tinyRig();

test('an object that somebody deletes while its schema is restored costs its own values alone', async () => {
  const [gone, other] = [labelled('Office 4'), labelled('Office 5')];
  for (const each of [gone, other]) set(each, 'Opened', ['1999-09-09']);
  rig.here.settings.faults = [
    {
      path: `/object/${gone.id}$`,
      method: 'PUT',
      kind: 'answer',
      name: 'not-found',
      probability: 1,
    },
  ];
  const done = await rig.restore(backup, into('Tiny'));
  rig.here.settings.faults = [];
  assert.notDeepEqual(valuesOf(other, 'Opened'), ['1999-09-09']);
  assert.deepEqual([done.facts.updated, done.facts.valuesLeftOut], [1, 1]);
  const lines = await rig.lines(done.id);
  assert.deepEqual(
    lines.flatMap(({ leftOut = [] }) => leftOut.map(({ reason }) => reason)),
    ['The destination says: The object no longer exists.'],
  );
  await rig.restore(backup, into('Tiny'));
});

test('a type that somebody deletes while its schema is restored ends the restore, which says so', async () => {
  site.objects.remove(labelled('Office 6').id, site.now());
  rig.here.settings.faults = [
    { path: '/object/create$', kind: 'answer', name: 'not-found', probability: 1 },
  ];
  const { id } = await rig.plan(backup, into('Tiny'));
  const { state, errorCode, message } = await rig.ended((await rig.start(id)).id);
  rig.here.settings.faults = [];
  assert.deepEqual([state, errorCode], ['failed', 'part-gone']);
  assert.match(message ?? '', /Restore the backup again into the schema/);
  assert.equal((await rig.restore(backup, into('Tiny'))).facts.created, 1);
});
