import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '../../../../simulator/kernel/random.ts';
import { systemClock } from '../../../../src/clock.ts';
import {
  askForRestore,
  wishNewSchema,
} from '../../../support/restores/subjects/ask-for-restore.ts';
import { assertRestoredOnce } from '../../../support/restores/subjects/assert-restored-once.ts';
import { lagSearch } from '../../../support/restores/lag-search.ts';
import { liveThrough, MortalLife } from '../../../support/restores/deaths/mortal-life.ts';
import { removeObjects } from '../../../support/restores/remove-objects.ts';
import { restoreFacts } from '../../../support/restores/restore-facts.ts';
import { NEW_SCHEMA } from '../../../support/restores/restore-rig.ts';
import {
  restoreSubjects,
  type Subject,
} from '../../../support/restores/subjects/restore-subjects.ts';
import {
  dropRestored,
  restoreUndisturbed,
} from '../../../support/restores/subjects/restore-undisturbed.ts';
import { surviveDeaths } from '../../../support/restores/deaths/survive-deaths.ts';
import { claimRun, handlerOf } from '../../../support/restores/deaths/work-run.ts';

const subjects = await restoreSubjects({
  only: ['cycles without room', 'tiny', 'nasty', 'nasty without room'],
});
const subjectOf = (wanted: string): Subject => subjects.find(({ name }) => name === wanted)!;

test('a worker that stood still and wakes when its run has been taken over writes nothing more', async () => {
  const subject = subjectOf('cycles without room');
  const { rig } = subject;
  const { settings } = rig.here;
  const [group] = subject.groups as [string[]];
  const asking = (calls: readonly string[]): boolean =>
    calls.at(-1) === 'checkpoint' && calls.includes('createObject');
  for (const [at, latencyMs] of [
    [40, 0],
    [55, 0],
    [asking, 120],
  ] as const) {
    const { restored } = await restoreUndisturbed(subject, group);
    const id = await askForRestore(subject, await wishNewSchema(subject, group));
    const life = new MortalLife({ at, when: 'after' });
    Object.assign(settings, { latencyMs });
    await liveThrough(
      life,
      await claimRun(rig, 'restore', life.clock(systemClock)),
      handlerOf(rig, 'restore', life),
    );
    assert.ok(life.died);
    Object.assign(settings, { latencyMs: 0 });
    const { run } = await surviveDeaths(rig, id, []);
    await systemClock.sleep(1_000); // it stands still for longer than a worker is sure of its run
    const before = life.calls.length;
    life.wake();
    await systemClock.sleep(300); // what must not happen has no end to wait for
    assert.deepEqual(
      life.calls.slice(before).filter((name) => /^(create|update|delete)/.test(name)),
      [],
    );
    assert.deepEqual(
      await assertRestoredOnce(rig, id, restoreFacts(run), `call ${String(at)}`),
      restored,
    );
    dropRestored(rig, restoreFacts(run));
  }
});

test('objects that were there before are left alone after an interruption, too, where that was chosen', async () => {
  const tiny = subjectOf('tiny');
  const { site } = tiny.rig.here.world;
  const wish = await wishNewSchema(tiny, tiny.groups[0]!);
  const first = restoreFacts(
    (await surviveDeaths(tiny.rig, await askForRestore(tiny, wish), [])).run,
  );
  const [city, office] = site.typesOf(Number(first.schemaId)).map((type) => type.id) as [
    number,
    number,
  ];
  const name = site.attributesOf(office).find((attribute) => attribute.name === 'Name')!.id;
  const changed = site.objects.idsOfType(office).slice(0, 5);
  for (const id of changed) site.updateObject(site.objects.get(id)!, { [name]: ['Changed since'] });
  removeObjects(site, new Set(site.objects.idsOfType(city).slice(0, 1)));
  const id = await askForRestore(tiny, {
    ...NEW_SCHEMA,
    existing: 'missing',
    typeIds: wish.typeIds,
    schema: { id: first.schemaId },
  });
  const { run, died } = await surviveDeaths(tiny.rig, id, [{ at: 8, when: 'after' }]);
  assert.equal(died.length, 1);
  assert.equal(restoreFacts(run).created, 1);
  for (const each of changed)
    assert.deepEqual(site.objects.get(each)!.values[name], ['Changed since']);
  dropRestored(tiny.rig, first);
});

test('values that the site refuses stand in the report whatever interrupts it, once each', async () => {
  for (const chosen of ['nasty', 'nasty without room']) {
    const nasty = {
      ...subjectOf(chosen),
      name: `${chosen}, long texts refused`,
    };
    nasty.rig.here.settings.textMax = 60;
    const types = nasty.groups.find((each) => each.includes('Everything'))!;
    const { restored, calls } = await restoreUndisturbed(nasty, types);
    assert.ok(
      Object.values(restored.lines).some(({ leftOut }) =>
        leftOut.some((text) => text.includes('The destination says')),
      ),
      'some are refused',
    );
    const random = new Random(chosen);
    for (let point = 0; point < (process.env['TEST_LONG'] ? 8 : 2); point += 1) {
      const id = await askForRestore(nasty, await wishNewSchema(nasty, types));
      await lagSearch(nasty.rig, 'index', 100);
      const { run, died } = await surviveDeaths(nasty.rig, id, [
        { at: calls - 60 + random.below(50), when: random.pick(['before', 'after']) },
        { at: 12, when: 'after' },
      ]);
      await lagSearch(nasty.rig, 'store', 0);
      assert.deepEqual(
        await assertRestoredOnce(nasty.rig, id, restoreFacts(run), died.join('; ')),
        restored,
        died.join('; '),
      );
      dropRestored(nasty.rig, restoreFacts(run));
    }
    nasty.rig.here.settings.textMax = 255;
  }
});

test('unique values that went from one object to the next come home, whatever interrupts it', async () => {
  const nasty = subjectOf('nasty');
  const { site } = nasty.rig.here.world;
  const types = nasty.groups.find((each) => each.includes('Strict'))!;
  const { restored } = await restoreUndisturbed(nasty, types);
  const random = new Random('wandering');
  for (let point = 0; point < (process.env['TEST_LONG'] ? 12 : 3); point += 1) {
    const wish = await wishNewSchema(nasty, types);
    const first = restoreFacts(
      (await surviveDeaths(nasty.rig, await askForRestore(nasty, wish), [])).run,
    );
    const strict = site.typesOf(Number(first.schemaId)).find(({ name }) => name === 'Strict')!.id;
    const number = site.attributesOf(strict).find(({ name }) => name === 'Number')!.id;
    const chain = site.objects
      .idsOfType(strict)
      .slice(3, 9)
      .map((id) => site.objects.get(id)!);
    const numbers = ['S-999', ...chain.map(({ values }) => values[number]![0] as string)];
    chain.forEach((object, at) => site.updateObject(object, { [number]: [numbers[at]!] }));
    const id = await askForRestore(nasty, {
      ...NEW_SCHEMA,
      existing: 'overwrite',
      typeIds: wish.typeIds,
      schema: { id: first.schemaId },
    });
    await lagSearch(nasty.rig, 'index', 100);
    const { run, died } = await surviveDeaths(nasty.rig, id, [
      { at: 5 + random.below(14), when: random.pick(['before', 'after']) },
      { at: 6 + random.below(8), when: 'after' },
    ]);
    await lagSearch(nasty.rig, 'store', 0);
    const facts = restoreFacts(run);
    assert.deepEqual(
      (await assertRestoredOnce(nasty.rig, id, facts, died.join('; '))).content,
      restored.content,
      died.join('; '),
    );
    assert.deepEqual([facts.created, facts.failed], [0, 0], died.join('; '));
    dropRestored(nasty.rig, facts);
  }
});
