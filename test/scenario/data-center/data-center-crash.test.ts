import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Fault } from '../../../simulator/faults/fault.ts';
import { Random } from '../../../simulator/kernel/random.ts';
import { askForRestore, wishNewSchema } from '../../support/restores/subjects/ask-for-restore.ts';
import { assertRestoredOnce } from '../../support/restores/subjects/assert-restored-once.ts';
import { lagSearch } from '../../support/restores/lag-search.ts';
import { describeDeath, type Death } from '../../support/restores/deaths/mortal-life.ts';
import { restoreFacts } from '../../support/restores/restore-facts.ts';
import { restoreSubjects, type Subject } from '../../support/restores/subjects/restore-subjects.ts';
import {
  dropRestored,
  restoreUndisturbed,
} from '../../support/restores/subjects/restore-undisturbed.ts';
import { resumeToTheEnd } from '../../support/restores/deaths/resume-to-the-end.ts';
import { surviveDeaths } from '../../support/restores/deaths/survive-deaths.ts';
import {
  AFTER,
  answersToLose,
  CHANGE,
  OBJECT,
  STRUCTURE,
} from '../../support/restores/answers-to-lose.ts';

const isLong = process.env['TEST_LONG'] !== undefined;
const POINTS = isLong ? 120 : 2;
const LOST = isLong ? 120 : 4;
const QUICK = ['tiny', 'cycles without room'];
const seed = process.env['TEST_SEED'] ?? String(Date.now());
const random = new Random(seed);
const subjects = await restoreSubjects({
  platform: 'data-center',
  requestTimeoutMs: 3_000,
  ...(isLong ? {} : { only: QUICK }),
});
const turns = subjects.flatMap((subject) => subject.groups.map((group) => ({ subject, group })));

/** Goes through subjects until so much has happened; `disturb` tells how much did. */
async function untilEnough(
  context: TestContext,
  wanted: number,
  disturb: (subject: Subject, group: string[]) => Promise<number>,
): Promise<void> {
  let happened = 0;
  for (let turn = random.below(turns.length); happened < wanted; turn += 1) {
    const { subject, group } = turns[turn % turns.length]!;
    happened += await disturb(subject, group);
  }
  context.diagnostic(`${happened} times`);
}

/** The search of one node knows writes late, and so does what checks unique values. */
async function lag({ rig }: Subject): Promise<string> {
  const uniqueCheck = random.pick(['store', 'index'] as const);
  const delay = random.pick([0, 100]);
  rig.here.settings.nodes = random.pick([1, 2]);
  await lagSearch(rig, uniqueCheck, delay);
  return `uniqueness by the ${uniqueCheck}, index ${delay} ms, ${rig.here.settings.nodes} nodes`;
}

test(
  `a restore to a Data Center whose workers die at random points leaves what an undisturbed one leaves (seed ${seed})`,
  { timeout: 1_500_000 },
  (context) =>
    untilEnough(context, POINTS, async (subject, group) => {
      const { rig } = subject;
      const { restored, calls } = await restoreUndisturbed(subject, group);
      const id = await askForRestore(subject, await wishNewSchema(subject, group));
      const deaths = Array.from({ length: 1 + random.below(2) }, (): Death => {
        return { at: 1 + random.below(calls), when: random.pick(['before', 'after'] as const) };
      });
      const name = `${subject.name}, ${group[0]}…, ${await lag(subject)}, ${deaths.map(describeDeath).join(', then ')} of ${calls}`;
      const { run, died } = await surviveDeaths(rig, id, deaths);
      await lagSearch(rig, 'store', 0);
      const facts = restoreFacts(run);
      assert.deepEqual(await assertRestoredOnce(rig, id, facts, name), restored, name);
      dropRestored(rig, facts);
      return died.length;
    }),
);

const faults = (): Fault[] => [
  { ...OBJECT, kind: random.pick(['500', 'cut', '429'] as const), probability: 0.1, times: 2 },
  ...[OBJECT, OBJECT, STRUCTURE, CHANGE].map((on) => ({
    ...on,
    kind: random.pick(AFTER),
    probability: random.pick([0.2, 0.4]),
    times: 1 + random.below(4),
    skip: random.below(8),
  })),
];

test(
  `a restore to a Data Center that loses answers leaves what an undisturbed one leaves (seed ${seed})`,
  { timeout: 1_500_000 },
  (context) =>
    untilEnough(context, LOST, async (subject, group) => {
      const { rig } = subject;
      const { settings } = rig.here;
      const { restored } = await restoreUndisturbed(subject, group);
      const id = await askForRestore(subject, await wishNewSchema(subject, group));
      const lagging = await lag(subject);
      settings.faults = faults();
      const planned = answersToLose(settings.faults);
      const name = `${subject.name}, ${group[0]}…, ${lagging}, ${JSON.stringify(settings.faults)}`;
      const { run, failures } = await resumeToTheEnd(rig, id);
      const lost = planned - answersToLose(settings.faults);
      settings.faults = [];
      await lagSearch(rig, 'store', 0);
      const facts = restoreFacts(run);
      const whole = `${name} ${failures.join(' ')}`;
      assert.deepEqual(await assertRestoredOnce(rig, id, facts, whole), restored, whole);
      dropRestored(rig, facts);
      return lost;
    }),
);
