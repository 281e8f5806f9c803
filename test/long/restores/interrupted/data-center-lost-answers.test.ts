import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fault } from '../../../../simulator/faults/fault.ts';
import { Random } from '../../../../simulator/kernel/random.ts';
import { randomSeed } from '../../../support/random-runs.ts';
import {
  AFTER,
  answersToLose,
  CHANGE,
  OBJECT,
  STRUCTURE,
} from '../../../support/restores/answers-to-lose.ts';
import { resumeToTheEnd } from '../../../support/restores/deaths/resume-to-the-end.ts';
import { lagNodes, lagSearch } from '../../../support/restores/lag-search.ts';
import { restoreFacts } from '../../../support/restores/restore-facts.ts';
import {
  askForRestore,
  wishNewSchema,
} from '../../../support/restores/subjects/ask-for-restore.ts';
import { assertRestoredOnce } from '../../../support/restores/subjects/assert-restored-once.ts';
import { disturbInTurn } from '../../../support/restores/subjects/disturb-in-turn.ts';
import { restoreSubjects } from '../../../support/restores/subjects/restore-subjects.ts';
import {
  dropRestored,
  restoreUndisturbed,
} from '../../../support/restores/subjects/restore-undisturbed.ts';

const LOST = process.env['TEST_LONG'] ? 120 : 4;
const seed = randomSeed();
const random = new Random(seed);
const subjects = await restoreSubjects({ platform: 'data-center', requestTimeoutMs: 3_000 });

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
  async (context) => {
    const lost = await disturbInTurn(subjects, { random, wanted: LOST }, async (subject, group) => {
      const { rig } = subject;
      const { settings } = rig.here;
      const { restored } = await restoreUndisturbed(subject, group);
      const id = await askForRestore(subject, await wishNewSchema(subject, group));
      const lagging = await lagNodes(rig, random);
      settings.faults = faults();
      const planned = answersToLose(settings.faults);
      const name = `${subject.name}, ${group[0]}…, ${lagging}, ${JSON.stringify(settings.faults)}`;
      const { run, failures } = await resumeToTheEnd(rig, id);
      const losses = planned - answersToLose(settings.faults);
      settings.faults = [];
      await lagSearch(rig, 'store', 0);
      const facts = restoreFacts(run);
      const whole = `${name} ${failures.join(' ')}`;
      assert.deepEqual(await assertRestoredOnce(rig, id, facts, whole), restored, whole);
      dropRestored(rig, facts);
      return losses;
    });
    context.diagnostic(`${lost} lost answers`);
  },
);
