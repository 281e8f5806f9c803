import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalSchema } from '../../../simulator/canonical/canonical-schema.ts';
import { attributeId, statusId } from '../../../simulator/seeds/planting/attribute-id.ts';
import { NEW_SCHEMA } from '../../support/restores/restore-rig.ts';
import { tinyRig } from '../../support/restores/tiny-rig.ts';

const { rig, site, backup, type, objects, labelled, attribute, valuesOf, set, into } =
  await tinyRig();
const asBackedUp = canonicalSchema(site, rig.schemaId('Tiny'));

const writesOf = ({
  facts,
}: {
  facts: { created: number; updated: number; left: number; failed: number; writes: number };
}) => ({
  created: facts.created,
  updated: facts.updated,
  left: facts.left,
  failed: facts.failed,
  writes: facts.writes,
});

test('a restore into the schema as it was backed up writes nothing', async () => {
  for (const existing of ['overwrite', 'keep', 'missing'] as const) {
    const done = await rig.restore(
      backup,
      into('Tiny', { existing, clearEmpty: true, changeDefinitions: true }),
    );
    assert.deepEqual(writesOf(done), { created: 0, updated: 0, left: 20, failed: 0, writes: 0 });
    assert.deepEqual(
      [done.plan.objects, done.plan.calls, done.plan.differences],
      [{ create: 0, update: 0, leave: 20 }, 0, []],
    );
  }
});

/** One of each thing that people do to a schema; `undo` takes away what no restore does. */
function edit() {
  const note = site.addAttribute(type('Office').id, 'Note');
  const [changed, emptied, filled] = [
    labelled('Office 1'),
    labelled('Office 2'),
    labelled('Office 3'),
  ];
  set(changed, 'Opened', ['1999-09-09']);
  set(changed, 'State', [{ status: statusId(site, 'Closed') }]);
  set(emptied, 'Opened', []);
  set(emptied, 'Team', []);
  set(filled, 'Note', ['somebody wrote this']);
  site.objects.remove(labelled('Office 17').id, site.now());
  site.objects.remove(labelled('Berlin').id, site.now());
  const added = site.addObject(
    type('Office').id,
    { [attribute(changed, 'Name')]: ['Office 17'] },
    site.now(),
  );
  const undo = (): void => {
    site.objects.remove(added.id, site.now());
    site.removeAttribute(note);
  };
  return { added, emptied, filled, changed, undo };
}

test('overwrite brings back what was changed, emptied and deleted, leaves what was added, and clears nothing; once more it writes nothing', async () => {
  const { added, emptied, filled, changed, undo } = edit();
  const done = await rig.restore(backup, into('Tiny'));
  assert.deepEqual([done.facts.created, done.facts.failed, done.facts.valuesLeftOut], [2, 0, 0]);
  assert.deepEqual(done.plan.objects, {
    create: done.facts.created,
    update: done.facts.updated,
    leave: done.facts.left,
  });
  assert.deepEqual(
    [
      valuesOf(changed, 'Opened'),
      valuesOf(changed, 'State'),
      valuesOf(emptied, 'Opened'),
      valuesOf(emptied, 'Team'),
    ],
    [
      ['2020-01-01'],
      [{ status: statusId(site, 'Active') }],
      ['2020-01-02'],
      [{ group: 'it-admins' }],
    ],
  );
  assert.deepEqual(valuesOf(filled, 'Note'), ['somebody wrote this']);
  assert.ok(site.objects.get(added.id), 'what somebody added is there');
  assert.equal(objects('Office').length, 18);
  assert.deepEqual(valuesOf(changed, 'City').length, 1);
  for (const office of objects('Office').filter((each) => each.id !== added.id))
    for (const value of valuesOf(office, 'City'))
      assert.ok(
        site.objects.get((value as { ref: number }).ref),
        'every office refers to a city that is there',
      );
  assert.deepEqual(writesOf(await rig.restore(backup, into('Tiny'))), {
    created: 0,
    updated: 0,
    left: 20,
    failed: 0,
    writes: 0,
  });
  const check = await rig.check(done.id);
  assert.deepEqual(
    [check.compared, check.equal, check.missing, check.differingCount],
    [20, 20, 0, 0],
  );
  undo();
  assert.deepEqual(canonicalSchema(site, rig.schemaId('Tiny')), asBackedUp);
});

test('overwrite with clearing empties what the backup has empty, of attributes that the backup has', async () => {
  const office = labelled('Office 4');
  const opened = attribute(office, 'Opened');
  set(labelled('Office 5'), 'Opened', []);
  const without = await rig.backUp('Tiny');
  set(labelled('Office 5'), 'Opened', ['2024-01-01']);
  assert.deepEqual(writesOf(await rig.restore(without, into('Tiny'))), {
    created: 0,
    updated: 0,
    left: 20,
    failed: 0,
    writes: 0,
  });
  assert.deepEqual(writesOf(await rig.restore(without, into('Tiny', { clearEmpty: true }))), {
    created: 0,
    updated: 1,
    left: 19,
    failed: 0,
    writes: 1,
  });
  assert.deepEqual(
    [
      site.objects.get(labelled('Office 5').id)!.values[opened],
      site.objects.get(office.id)!.values[opened],
    ],
    [[], ['2020-01-04']],
  );
  await rig.restore(backup, into('Tiny'));
  assert.deepEqual(canonicalSchema(site, rig.schemaId('Tiny')), asBackedUp);
});

test('keep fills what is empty and changes nothing else; once more it writes nothing', async () => {
  const { emptied, changed, undo } = edit();
  const done = await rig.restore(backup, into('Tiny', { existing: 'keep', clearEmpty: true }));
  assert.deepEqual([done.facts.created, done.facts.failed], [2, 0]);
  assert.deepEqual(
    [
      valuesOf(changed, 'Opened'),
      valuesOf(changed, 'State'),
      valuesOf(emptied, 'Opened'),
      valuesOf(emptied, 'Team'),
    ],
    [
      ['1999-09-09'],
      [{ status: statusId(site, 'Closed') }],
      ['2020-01-02'],
      [{ group: 'it-admins' }],
    ],
  );
  assert.deepEqual(writesOf(await rig.restore(backup, into('Tiny', { existing: 'keep' }))), {
    created: 0,
    updated: 0,
    left: 20,
    failed: 0,
    writes: 0,
  });
  const check = await rig.check(done.id);
  assert.deepEqual(
    [check.differingCount, check.missing, check.kept, check.equal],
    [0, 0, 1, 19],
    'what was kept on purpose is told apart from what is equal',
  );
  assert.deepEqual(
    check.keptObjects.map(({ label, differing }) => [label, differing]),
    [
      [
        'Office 1',
        [
          { attribute: 'State', wanted: ['Active'], actual: ['Closed'] },
          { attribute: 'Opened', wanted: ['2020-01-01'], actual: ['1999-09-09'] },
        ],
      ],
    ],
  );
  undo();
  await rig.restore(backup, into('Tiny'));
  assert.deepEqual(canonicalSchema(site, rig.schemaId('Tiny')), asBackedUp);
});

test('missing makes what is not there and touches nothing else', async () => {
  const { changed, emptied, undo } = edit();
  const updated = new Map(objects('Office').map((each) => [each.id, each.updated]));
  const done = await rig.restore(backup, into('Tiny', { existing: 'missing' }));
  assert.deepEqual(writesOf(done), { created: 2, updated: 0, left: 18, failed: 0, writes: 2 });
  assert.deepEqual([done.plan.objects.create, done.plan.objects.update], [2, 0]);
  for (const [id, at] of updated) assert.equal(site.objects.get(id)!.updated, at);
  assert.deepEqual(
    [valuesOf(changed, 'Opened'), valuesOf(emptied, 'Opened')],
    [['1999-09-09'], []],
  );
  undo();
  await rig.restore(backup, into('Tiny'));
  assert.deepEqual(canonicalSchema(site, rig.schemaId('Tiny')), asBackedUp);
});

test('a schema made anew by hand under the same key has other objects under the same keys: none is taken for one of the backup', async () => {
  const old = rig.schemaId('Tiny');
  site.deleteSchema(old);
  const schema = site.addSchema('Tiny', 'TINY', 'Made by hand');
  const office = site.addType(schema.id, 'Office');
  const strangers = Array.from({ length: 5 }, (_none, at) =>
    site.addObject(office.id, { [attributeId(site, office.id, 'Name')]: [`Office ${at + 1}`] }),
  );
  const before = strangers.map((each) => structuredClone(site.objects.get(each.id)));
  const done = await rig.restore(backup, into('Tiny', { clearEmpty: true }));
  assert.deepEqual([done.facts.created, done.facts.updated, done.facts.failed], [20, 0, 0]);
  assert.deepEqual(
    strangers.map((each) => site.objects.get(each.id)),
    before,
  );
  assert.equal(
    site.typesOf(schema.id).length,
    3,
    'missing types were made, the one that was there was taken',
  );
  for (const each of strangers) site.objects.remove(each.id, site.now());
  site.schemas.get(schema.id)!.description = 'A small schema';
  assert.deepEqual(canonicalSchema(site, rig.schemaId('Tiny')), asBackedUp);
  assert.deepEqual(
    writesOf(
      await rig.restore(backup, into('Tiny', { clearEmpty: true, changeDefinitions: true })),
    ),
    { created: 0, updated: 0, left: 20, failed: 0, writes: 0 },
  );
});

test('two restores of one backup into one site stand apart: each is matched by its own objects only', async () => {
  await rig.restore(backup, { ...NEW_SCHEMA, schema: { name: 'First', key: 'FIRST' } });
  await rig.restore(backup, { ...NEW_SCHEMA, schema: { name: 'Second', key: 'SECOND' } });
  set(labelled('Office 1', 'First'), 'Opened', ['1999-09-09']);
  site.objects.remove(labelled('Office 2', 'Second').id, site.now());
  const second = canonicalSchema(site, rig.schemaId('Second'));
  assert.deepEqual(writesOf(await rig.restore(backup, into('First'))), {
    created: 0,
    updated: 1,
    left: 19,
    failed: 0,
    writes: 1,
  });
  assert.deepEqual(canonicalSchema(site, rig.schemaId('Second')), second);
  const done = await rig.restore(backup, into('Second'));
  assert.deepEqual([done.facts.created, done.facts.updated, done.facts.left], [1, 0, 19]);
  for (const name of ['First', 'Second'])
    assert.deepEqual(
      canonicalSchema(site, rig.schemaId(name), { schemaName: false }),
      canonicalSchema(site, rig.schemaId('Tiny'), { schemaName: false }),
    );
});
