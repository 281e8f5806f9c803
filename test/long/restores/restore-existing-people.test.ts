import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mapTo } from '../../support/restores/map-to.ts';
import { restoreFacts } from '../../support/restores/restore-facts.ts';
import { NEW_SCHEMA } from '../../support/restores/restore-rig.ts';
import { tinyRig } from '../../support/restores/tiny-rig.ts';

const { rig, here, site, backup, labelled, valuesOf, set, into } = await tinyRig();

test('a person who left and stands in the site as in the backup stays there, counts as equal, and is no reason to write', async () => {
  const [gone, other] = [...site.users.keys()] as [string, string];
  set(labelled('Office 6'), 'Owner', [{ user: gone }, { user: other }]);
  const withTwo = await rig.backUp('Tiny');
  site.users.get(gone)!.active = false;
  const done = await rig.restore(withTwo, into('Tiny'));
  assert.deepEqual(
    [done.facts.writes, done.facts.valuesLeftOut, done.plan.unresolved.map(({ id }) => id)],
    [0, 0, [gone]],
  );
  assert.deepEqual((await rig.check(done.id)).equal, 20);
  set(labelled('Office 6'), 'Owner', []);
  const short = await rig.restore(withTwo, into('Tiny'));
  assert.deepEqual(
    [short.facts.updated, valuesOf(labelled('Office 6'), 'Owner')],
    [1, [{ user: other }]],
  );
  const again = await rig.restore(withTwo, into('Tiny'));
  assert.deepEqual([again.facts.writes, again.facts.valuesLeftOut], [0, 1]);
  const check = await rig.check(again.id);
  assert.deepEqual([check.equal, check.explained, check.differingCount], [19, 1, 0]);
  set(labelled('Office 6'), 'Owner', [{ user: gone }, { user: other }]);
  set(labelled('Office 6'), 'Opened', ['2002-02-02']);
  const beside = await rig.restore(withTwo, into('Tiny'));
  assert.deepEqual(
    [beside.facts.updated, beside.facts.valuesLeftOut],
    [1, 0],
    'beside another change, too, nothing is told to be left out that stands there',
  );
  set(labelled('Office 6'), 'Owner', [{ user: other }]);
  const kept = await rig.restore(withTwo, into('Tiny', { existing: 'keep' }));
  assert.deepEqual(
    [kept.facts.updated, kept.facts.valuesLeftOut],
    [0, 0],
    'what is not to be filled is not left out',
  );
  site.users.get(gone)!.active = true;
});

test('two people of the backup who are mapped to one are written once', async () => {
  const [first, second, third] = [...site.users.keys()] as [string, string, string];
  set(labelled('Office 7'), 'Owner', [{ user: first }, { user: second }]);
  const withTwo = await rig.backUp('Tiny');
  for (const each of [first, second]) site.users.get(each)!.active = false;
  set(labelled('Office 7'), 'Owner', []);
  const { id, plan } = await rig.plan(withTwo, into('Tiny'));
  const choices = mapTo({ user: { [first]: third, [second]: third } });
  here.world.stats.reset();
  const again = await rig.complete((await rig.start(id, choices)).id);
  const planned = (await rig.restorePlans.get(rig.tenant, again.id)).plan!.objects.update;
  assert.ok(
    again.kind === 'restore-plan' && plan.objects.update === 0 && planned > 0,
    'rules that change more than was reviewed make a new plan first',
  );
  assert.deepEqual(
    Object.keys(here.world.stats.json.byTemplate).filter((template) =>
      /^(PUT|DELETE)|create/.test(template),
    ),
    [],
  );
  const run = await rig.complete((await rig.start(again.id, choices)).id);
  assert.deepEqual([run.kind, restoreFacts(run).updated], ['restore', planned]);
  assert.deepEqual(valuesOf(labelled('Office 7'), 'Owner'), [{ user: third }]);
  for (const each of [first, second]) site.users.get(each)!.active = true;
});

test('a check finds what came to a restored schema, what went from it and what leads elsewhere, each by name', async () => {
  const first = labelled('Office 1');
  set(first, 'Opened', []);
  const { id, facts } = await rig.restore(await rig.backUp('Tiny'), {
    ...NEW_SCHEMA,
    schema: { name: 'Tiny checked', key: 'CHECKED' },
  });
  assert.deepEqual([(await rig.check(id)).equal], [20]);
  const there = site
    .typesOf(Number(facts.schemaId))
    .flatMap((each) => site.objects.idsOfType(each.id))
    .map((each) => site.objects.get(each)!);
  const named = (label: string) => there.find((object) => site.labelOf(object) === label)!;
  const [office, moved, gone] = [named('Office 1'), named('Office 2'), named('Office 3')];
  set(office, 'Opened', ['2001-01-01']);
  const before = valuesOf(moved, 'City')[0] as { ref: number };
  const paris = there.find(
    ({ id: city, typeId }) => site.types.get(typeId)!.name === 'City' && city !== before.ref,
  )!;
  set(moved, 'City', [{ ref: paris.id }]);
  site.objects.remove(gone.id, site.now());
  const check = await rig.check(id);
  assert.deepEqual(
    [check.compared, check.equal, check.explained, check.kept, check.missing, check.differingCount],
    [19, 17, 0, 0, 1, 2],
  );
  assert.deepEqual(check.missingObjects, [
    { key: site.keyOf(labelled('Office 3')), label: 'Office 3', type: 'Office' },
  ]);
  assert.deepEqual(
    new Map(check.differing.map(({ label, differing }) => [label, differing])),
    new Map([
      ['Office 1', [{ attribute: 'Opened', wanted: [], actual: ['2001-01-01'] }]],
      [
        'Office 2',
        [
          {
            attribute: 'City',
            wanted: [site.keyOf(site.objects.get(before.ref)!)],
            actual: [site.keyOf(paris)],
          },
        ],
      ],
    ]),
  );
  site.deleteSchema(Number(facts.schemaId));
  await rig.restore(backup, into('Tiny'));
});
