import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '../../../../simulator/kernel/random.ts';
import type { RunId } from '../../../../src/core/kernel/ids.ts';
import type { RestoreFacts } from '../../../../src/core/restores/restore-facts.ts';
import { randomSeed } from '../../../support/random-runs.ts';
import { restoreFacts } from '../../../support/restores/restore-facts.ts';
import { NEW_SCHEMA } from '../../../support/restores/restore-rig.ts';
import {
  askForRestore,
  wishNewSchema,
} from '../../../support/restores/subjects/ask-for-restore.ts';
import { decimateObjects } from '../../../support/restores/subjects/decimate-objects.ts';
import { lagSearch } from '../../../support/restores/lag-search.ts';
import {
  restoreSubjects,
  type Subject,
} from '../../../support/restores/subjects/restore-subjects.ts';
import {
  dropRestored,
  restoreUndisturbed,
} from '../../../support/restores/subjects/restore-undisturbed.ts';
import { surviveDeaths } from '../../../support/restores/deaths/survive-deaths.ts';
import { attendRun } from '../../../support/restores/deaths/work-run.ts';
import { describeDeath, type Death } from '../../../support/restores/deaths/mortal-life.ts';
import { assertRestoredOnce } from '../../../support/restores/subjects/assert-restored-once.ts';

const isLong = process.env['TEST_LONG'] !== undefined;
const POINTS = isLong ? 225 : 4;
const QUICK = ['tiny', 'cycles without room'];
const seed = randomSeed();
const random = new Random(seed);
const subjects = await restoreSubjects(isLong ? {} : { only: QUICK });
const turns = subjects.flatMap((subject) => subject.groups.map((group) => ({ subject, group })));

/** One to three deaths within a restore of so many calls. */
const deaths = (calls: number): Death[] =>
  Array.from({ length: 1 + (random.below(3) === 0 ? 1 + random.below(2) : 0) }, (_none, at) => ({
    at: 1 + random.below(at === 0 ? calls : Math.ceil(calls / 2)),
    when: random.pick(['before', 'after'] as const),
  }));
const disturb = (): { uniqueCheck: 'store' | 'index'; delay: number } => ({
  uniqueCheck: random.pick(['store', 'index'] as const),
  delay: random.pick([0, 100]),
});

async function assertEqual({ rig }: Subject, restoreId: RunId, name: string): Promise<void> {
  const { missing, differing, structure, compared } = await attendRun(
    rig,
    'restore-check',
    rig.check(restoreId),
  );
  assert.deepEqual(
    { missing, differing, structure },
    { missing: 0, differing: [], structure: [] },
    name,
  );
  assert.ok(compared > 0);
}

test(
  `a restore into a new schema whose workers die at random points leaves what an undisturbed one leaves (seed ${seed})`,
  { timeout: 1_500_000 },
  async (context) => {
    let points = 0;
    for (let turn = random.below(turns.length); points < POINTS; turn += 1) {
      const { subject, group } = turns[turn % turns.length]!;
      const { rig } = subject;
      const { restored, calls } = await restoreUndisturbed(subject, group);
      const id = await askForRestore(subject, await wishNewSchema(subject, group));
      const { uniqueCheck, delay } = disturb();
      const planned = deaths(calls);
      const name = `${subject.name}, ${group[0]!}…, uniqueness by the ${uniqueCheck}, index ${delay} ms, ${planned.map(describeDeath).join(', then ')} of ${calls}`;
      await lagSearch(rig, uniqueCheck, delay);
      const { run, died } = await surviveDeaths(rig, id, planned);
      points += died.length;
      const facts: RestoreFacts = restoreFacts(run);
      const whole = `point ${points}: ${name} (${died.join('; ')})`;
      assert.deepEqual(await assertRestoredOnce(rig, id, facts, whole), restored, whole);
      await lagSearch(rig, 'store', 0);
      await assertEqual(subject, id, whole);
      dropRestored(rig, facts);
    }
    context.diagnostic(`${points} points`);
  },
);

test(
  `a restore into a schema that has lost a third of its objects, whose workers die at random points, makes each of them once (seed ${seed})`,
  { timeout: 1_500_000 },
  async (context) => {
    let points = 0;
    for (let turn = random.below(turns.length); points < Math.ceil(POINTS / 3); turn += 1) {
      const { subject, group } = turns[turn % turns.length]!;
      if (!group.some((type) => subject.loose.includes(type))) continue;
      const { rig } = subject;
      const { restored } = await restoreUndisturbed(subject, group);
      const wish = await wishNewSchema(subject, group);
      const first = restoreFacts(
        (await surviveDeaths(rig, await askForRestore(subject, wish), [])).run,
      );
      const removed = decimateObjects(subject, Number(first.schemaId), random);
      const existing = random.pick(['overwrite', 'overwrite', 'keep', 'missing'] as const);
      const id = await askForRestore(subject, {
        ...NEW_SCHEMA,
        typeIds: wish.typeIds,
        existing,
        schema: { id: first.schemaId },
      });
      const { uniqueCheck, delay } = disturb();
      const planned = deaths(removed + 20);
      const name = `${subject.name}, ${group[0]!}…, ${removed} removed, ${existing}, uniqueness by the ${uniqueCheck}, index ${delay} ms, ${planned.map(describeDeath).join(', then ')}`;
      await lagSearch(rig, uniqueCheck, delay);
      const { run, died } = await surviveDeaths(rig, id, planned);
      points += died.length;
      const facts = restoreFacts(run);
      const whole = `point ${points}: ${name} (${died.join('; ')})`;
      const { content, lines } = await assertRestoredOnce(rig, id, facts, whole);
      // Else references that went with the removed objects stay away.
      if (existing === 'overwrite') assert.deepEqual(content, restored.content, whole);
      assert.equal(facts.created, removed, whole);
      assert.equal(facts.failed, 0, whole);
      for (const [sourceId, { outcome, leftOut }] of Object.entries(lines))
        if (outcome === 'created')
          assert.deepEqual(leftOut, restored.lines[sourceId]!.leftOut, whole);
      await lagSearch(rig, 'store', 0);
      await assertEqual(subject, id, whole);
      dropRestored(rig, facts);
    }
    context.diagnostic(`${points} points`);
  },
);
