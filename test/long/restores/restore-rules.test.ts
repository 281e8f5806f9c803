import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SimObject, Value } from '../../../simulator/site/records/model.ts';
import { compareAsText } from '../../support/compare-as-text.ts';
import { mapTo } from '../../support/restores/map-to.ts';
import { tinyRulesRig } from '../../support/restores/tiny-rules-rig.ts';

const { rig, site, backup, type, attribute, objects, into } = await tinyRulesRig();

test('objects that rules of the destination refuse are told of before, and cost no other value and no other object', async () => {
  const office = type('Office').id;
  const [needed] = [site.addAttribute(office, 'Opened by', { minimum: 0 })];
  site.changeAttribute(attribute('Office', 'Opened'), { minimum: 1 });
  const without = objects('Office')[0]!;
  site.updateObject(without, { [attribute('Office', 'Opened').id]: [] });
  const incomplete = await rig.backUp('Tiny');
  site.objects.remove(without.id, site.now());
  site.objects.remove(objects('Office')[3]!.id, site.now());
  const { plan, facts, id } = await rig.restore(incomplete, into());
  assert.deepEqual(
    plan.conflicts.map(({ attribute: name, count }) => [name, count]),
    [['Opened', 1]],
  );
  assert.deepEqual([facts.created, facts.failed], [1, 1]);
  const failed = (await rig.lines(id)).find(({ outcome }) => outcome === 'failed')!;
  assert.match(failed.reason!, /Opened is required|refused/);
  const check = await rig.check(id);
  assert.deepEqual([check.missing, check.differing], [0, []]);
  site.changeAttribute(attribute('Office', 'Opened'), { minimum: 0 });
  site.removeAttribute(needed);
  const done = await rig.restore(backup, into());
  assert.deepEqual(
    [done.facts.failed, (await rig.lines(done.id)).flatMap(({ leftOut = [] }) => leftOut)],
    [0, []],
  );
});

test('an object whose demanded value names nobody but who has left is told of before; with another person chosen it is made', async () => {
  const keeper = site.addAttribute(type('Office').id, 'Keeper', { type: 2, minimum: 1 });
  const [leaver, heir] = [...site.users.values()].filter((user) => user.active && !user.deleted);
  objects('Office').forEach((each, at) =>
    site.updateObject(each, { [keeper.id]: [{ user: (at === 2 ? leaver! : heir!).accountId }] }),
  );
  const kept = await rig.backUp('Tiny');
  site.objects.remove(objects('Office')[2]!.id, site.now());
  leaver!.active = false;
  const { id, plan, facts } = await rig.restore(kept, into());
  assert.deepEqual(
    plan.conflicts.map(({ attribute: name, why, count }) => [
      name,
      /unless you map it/.test(why),
      count,
    ]),
    [['Keeper', true, 1]],
  );
  assert.deepEqual(
    [
      facts.created,
      facts.failed,
      (await rig.lines(id)).filter(({ outcome }) => outcome === 'failed').length,
    ],
    [0, 1, 1],
  );
  assert.deepEqual(
    [
      (await rig.restore(kept, into(), mapTo({ user: { [leaver!.accountId]: heir!.accountId } })))
        .facts,
    ].map(({ created, failed }) => [created, failed]),
    [[1, 0]],
  );
  leaver!.active = true;
  site.removeAttribute(keeper);
});

test('a value that may not be cleared does not cost the others of its object', async () => {
  const [first] = objects('Office');
  const opened = attribute('Office', 'Opened');
  site.updateObject(first!, { [opened.id]: [] });
  const without = await rig.backUp('Tiny');
  site.updateObject(site.objects.get(first!.id)!, {
    [opened.id]: ['2011-11-11'],
    [attribute('Office', 'Remark').id]: ['loud'],
  });
  site.changeAttribute(opened, { minimum: 1 });
  const { facts, id } = await rig.restore(without, into({ clearEmpty: true }));
  assert.deepEqual([facts.updated, facts.failed, facts.valuesLeftOut], [1, 0, 1]);
  assert.deepEqual(
    [
      site.objects.get(first!.id)!.values[opened.id],
      site.objects.get(first!.id)!.values[attribute('Office', 'Remark').id],
    ],
    [['2011-11-11'], ['quiet']],
  );
  assert.match(
    (await rig.lines(id)).find(({ leftOut }) => leftOut)!.leftOut![0]!.reason,
    /wasn't cleared/,
  );
  site.changeAttribute(opened, { minimum: 0 });
  await rig.restore(backup, into());
});

test('unique values that wandered from one object to another come back, also where two were exchanged', async () => {
  const code = attribute('Office', 'Code').id;
  await rig.restore(backup, into({ changeDefinitions: true }));
  const [a, b, c, d] = objects('Office') as [SimObject, SimObject, SimObject, SimObject];
  const valuesOf = (object: SimObject): Value[] => site.objects.get(object.id)!.values[code]!;
  const put = (object: SimObject, values: Value[]): void => {
    site.updateObject(site.objects.get(object.id)!, { [code]: values });
  };
  const before = [a, b, c, d].map(valuesOf);
  put(a, ['O-900']);
  put(b, before[0]!);
  put(c, before[1]!);
  const shifted = await rig.restore(backup, into());
  assert.deepEqual([shifted.facts.failed, shifted.facts.valuesLeftOut], [0, 0]);
  assert.deepEqual([a, b, c, d].map(valuesOf), before);
  site.objects.remove(d.id, site.now());
  put(c, before[3]!);
  const { facts } = await rig.restore(backup, into());
  assert.deepEqual([facts.created, facts.failed, facts.valuesLeftOut], [1, 0, 0]);
  assert.deepEqual(
    objects('Office')
      .flatMap((each) => each.values[code]!)
      .sort(compareAsText),
    Array.from({ length: 17 }, (_none, at) => `O-${at}`).sort(),
  );
  const [one, other] = [valuesOf(a), valuesOf(b)];
  put(a, ['O-901']);
  put(b, one);
  put(a, other);
  const swapped = await rig.restore(backup, into());
  assert.deepEqual(
    [swapped.facts.failed, swapped.facts.valuesLeftOut],
    [0, 0],
    'one is parked until the other has its value',
  );
  assert.deepEqual([valuesOf(a), valuesOf(b)], [one, other]);
  assert.equal((await rig.check(swapped.id)).differingCount, 0);
});
