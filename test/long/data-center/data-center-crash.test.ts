import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '../../../simulator/kernel/random.ts';
import { randomSeed } from '../../support/random-runs.ts';
import { askForRestore, wishNewSchema } from '../../support/restores/subjects/ask-for-restore.ts';
import { assertRestoredOnce } from '../../support/restores/subjects/assert-restored-once.ts';
import { disturbInTurn } from '../../support/restores/subjects/disturb-in-turn.ts';
import { lagNodes, lagSearch } from '../../support/restores/lag-search.ts';
import { describeDeath, type Death } from '../../support/restores/deaths/mortal-life.ts';
import { restoreFacts } from '../../support/restores/restore-facts.ts';
import { restoreSubjects } from '../../support/restores/subjects/restore-subjects.ts';
import {
  dropRestored,
  restoreUndisturbed,
} from '../../support/restores/subjects/restore-undisturbed.ts';
import { surviveDeaths } from '../../support/restores/deaths/survive-deaths.ts';

const isLong = process.env['TEST_LONG'] !== undefined;
const POINTS = isLong ? 120 : 2;
const QUICK = ['tiny', 'cycles without room'];
const seed = randomSeed();
const random = new Random(seed);
const subjects = await restoreSubjects({
  platform: 'data-center',
  requestTimeoutMs: 3_000,
  ...(isLong ? {} : { only: QUICK }),
});

test(
  `a restore to a Data Center whose workers die at random points leaves what an undisturbed one leaves (seed ${seed})`,
  { timeout: 1_500_000 },
  async (context) => {
    const died = await disturbInTurn(
      subjects,
      { random, wanted: POINTS },
      async (subject, group) => {
        const { rig } = subject;
        const { restored, calls } = await restoreUndisturbed(subject, group);
        const id = await askForRestore(subject, await wishNewSchema(subject, group));
        const deaths = Array.from({ length: 1 + random.below(2) }, (): Death => {
          return { at: 1 + random.below(calls), when: random.pick(['before', 'after'] as const) };
        });
        const name = `${subject.name}, ${group[0]}…, ${await lagNodes(rig, random)}, ${deaths.map(describeDeath).join(', then ')} of ${calls}`;
        const survived = await surviveDeaths(rig, id, deaths);
        await lagSearch(rig, 'store', 0);
        const facts = restoreFacts(survived.run);
        assert.deepEqual(await assertRestoredOnce(rig, id, facts, name), restored, name);
        dropRestored(rig, facts);
        return survived.died.length;
      },
    );
    context.diagnostic(`${died} deaths`);
  },
);
