import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '../../../../simulator/kernel/random.ts';
import type { Fault } from '../../../../simulator/faults/fault.ts';
import { restoreFacts } from '../../../support/restores/restore-facts.ts';
import { NEW_SCHEMA } from '../../../support/restores/restore-rig.ts';
import {
  askForRestore,
  wishNewSchema,
} from '../../../support/restores/subjects/ask-for-restore.ts';
import { decimateObjects } from '../../../support/restores/subjects/decimate-objects.ts';
import { lagSearch } from '../../../support/restores/lag-search.ts';
import { restoreSubjects } from '../../../support/restores/subjects/restore-subjects.ts';
import {
  dropRestored,
  restoreUndisturbed,
} from '../../../support/restores/subjects/restore-undisturbed.ts';
import { resumeToTheEnd } from '../../../support/restores/deaths/resume-to-the-end.ts';
import { surviveDeaths } from '../../../support/restores/deaths/survive-deaths.ts';
import { attendRun } from '../../../support/restores/deaths/work-run.ts';
import { assertRestoredOnce } from '../../../support/restores/subjects/assert-restored-once.ts';
import {
  AFTER,
  answersToLose,
  CHANGE,
  OBJECT,
  STRUCTURE,
} from '../../../support/restores/answers-to-lose.ts';
import { randomSeed } from '../../../support/random-runs.ts';

const LOST = process.env['TEST_LONG'] ? 225 : 8;
const seed = randomSeed();
const random = new Random(seed);
const subjects = await restoreSubjects({ requestTimeoutMs: 3_000 });
const turns = subjects.flatMap((subject) => subject.groups.map((group) => ({ subject, group })));

const PLAIN = ['500', '503', 'cut', '429'] as const;

/** A few of each kind, at random places. */
const faults = (): Fault[] => [
  ...[OBJECT, STRUCTURE, CHANGE].map((on) => ({
    ...on,
    kind: random.pick(PLAIN),
    probability: 0.1,
    times: 1 + random.below(3),
  })),
  ...Array.from({ length: 3 }, () => ({
    ...OBJECT,
    kind: random.pick(AFTER),
    probability: random.pick([0.1, 0.3, 0.6]),
    times: 2 + random.below(6),
    skip: random.below(20),
  })),
  ...Array.from({ length: 2 }, () => ({
    ...STRUCTURE,
    kind: random.pick(AFTER),
    probability: 0.3,
    times: 1 + random.below(2),
    skip: random.below(8),
  })),
  { ...CHANGE, kind: random.pick(AFTER), probability: 0.2, times: 1 + random.below(2) },
];

for (const place of ['a new schema', 'a schema that has lost a third of its objects'] as const)
  test(
    `a restore into ${place} that loses answers leaves what an undisturbed one leaves (seed ${seed})`,
    { timeout: 1_500_000 },
    async (context) => {
      const wanted = place === 'a new schema' ? LOST : Math.ceil(LOST / 3);
      let lost = 0;
      for (let turn = random.below(turns.length); lost < wanted; turn += 1) {
        const { subject, group } = turns[turn % turns.length]!;
        if (!group.some((type) => subject.loose.includes(type)) && place !== 'a new schema')
          continue;
        const { rig } = subject;
        const { settings } = rig.here;
        const { restored } = await restoreUndisturbed(subject, group);
        let wish = await wishNewSchema(subject, group);
        let removed = 0;
        if (place !== 'a new schema') {
          const { schemaId } = restoreFacts(
            (await surviveDeaths(rig, await askForRestore(subject, wish), [])).run,
          );
          removed = decimateObjects(subject, Number(schemaId), random);
          wish = { ...NEW_SCHEMA, typeIds: wish.typeIds, schema: { id: schemaId } };
        }
        const id = await askForRestore(subject, wish);
        const [uniqueCheck, delay] = [
          random.pick(['store', 'index'] as const),
          random.pick([0, 100]),
        ];
        await lagSearch(rig, uniqueCheck, delay);
        settings.faults = faults();
        const planned = answersToLose(settings.faults);
        const name = `${subject.name}, ${group[0]}…, uniqueness by the ${uniqueCheck}, index ${delay} ms, ${settings.faults.map(({ path, kind, probability, times }) => `${times}× ${kind} of ${path} at ${probability}`).join(', ')}`;
        const { run, failures } = await resumeToTheEnd(rig, id);
        lost += planned - answersToLose(settings.faults);
        const facts = restoreFacts(run);
        const whole = `after ${lost} lost answers: ${name}${failures.length > 0 ? `, failed: ${failures.join(' ')}` : ''}`;
        settings.faults = [];
        const now = await assertRestoredOnce(rig, id, facts, whole);
        if (place === 'a new schema') assert.deepEqual(now, restored, whole);
        else {
          assert.deepEqual(now.content, restored.content, whole);
          assert.deepEqual([facts.created, facts.failed], [removed, 0], whole);
        }
        await lagSearch(rig, 'store', 0);
        const { missing, differing, structure } = await attendRun(
          rig,
          'restore-check',
          rig.check(id),
        );
        assert.deepEqual(
          { missing, differing, structure },
          { missing: 0, differing: [], structure: [] },
          whole,
        );
        dropRestored(rig, facts);
      }
      context.diagnostic(`${lost} lost answers`);
    },
  );

test('a site that answers every create with an error ends the restore, which goes on when it answers, and makes nothing twice', async () => {
  for (const [kind, on] of [
    ['500', OBJECT],
    ['cut-after', OBJECT],
    ['503', STRUCTURE],
  ] as const) {
    const subject = subjects.find(({ name }) => name === 'cycles without room')!;
    const { rig, groups } = subject;
    const { restored } = await restoreUndisturbed(subject, groups[0]!);
    const id = await askForRestore(subject, await wishNewSchema(subject, groups[0]!));
    const fault: Fault = { ...on, kind, probability: 1 };
    rig.here.settings.faults = [fault];
    const resume = rig.restores.resume.bind(rig.restores);
    rig.restores.resume = async (...args) => {
      fault.probability = 0;
      return resume(...args);
    };
    const { run, failures } = await resumeToTheEnd(rig, id).finally(() => {
      rig.restores.resume = resume;
      rig.here.settings.faults = [];
    });
    if (kind === '500')
      assert.deepEqual(failures, [
        "The destination repeatedly didn't answer when objects were created (status 500: The pretend site was told to fail). Resume the restore when it's available again.",
      ]);
    if (kind === '503')
      assert.deepEqual(failures, [
        "The destination didn't answer five times in a row. Resume the restore when it's available again.",
      ]);
    const facts = restoreFacts(run);
    assert.deepEqual(await assertRestoredOnce(rig, id, facts, kind), restored);
    dropRestored(rig, facts);
  }
});
