import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '../../simulator/kernel/random.ts';
import type { RunId } from '../../src/core/kernel/ids.ts';
import type { RestoreFacts } from '../../src/core/restores/restore-facts.ts';
import { restoreFacts } from '../support/run-results.ts';
import { NEW_SCHEMA } from '../support/restore-rig.ts';
import {
  asked,
  attended,
  decimated,
  drop,
  lagging,
  restoreSubjects,
  survived,
  undisturbed,
  wishNew,
  type Subject,
} from '../support/restore-lab.ts';
import type { Death } from '../support/mortal-restore.ts';
import { restoredOnce } from '../support/restored-once.ts';

const POINTS = process.env['TEST_LONG'] ? 225 : 9;
const seed = process.env['TEST_SEED'] ?? String(Date.now());
const random = new Random(seed);
const subjects = await restoreSubjects();
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
  const { missing, differing, structure, compared } = await attended(
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
      const { restored, calls } = await undisturbed(subject, group);
      const id = await asked(subject, await wishNew(subject, group));
      const { uniqueCheck, delay } = disturb();
      const planned = deaths(calls);
      const name = `${subject.name}, ${group[0]!}…, uniqueness by the ${uniqueCheck}, index ${delay} ms, ${planned.map(({ at, when }) => `${when} call ${at} of ${calls}`).join(', then ')}`;
      await lagging(rig, uniqueCheck, delay);
      const { run, died } = await survived(rig, id, planned);
      points += died.length;
      const facts: RestoreFacts = restoreFacts(run);
      const whole = `point ${points}: ${name} (${died.join('; ')})`;
      assert.deepEqual(await restoredOnce(rig, id, facts, whole), restored, whole);
      await lagging(rig, 'store', 0);
      await assertEqual(subject, id, whole);
      drop(rig, facts);
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
      const { restored } = await undisturbed(subject, group);
      const wish = await wishNew(subject, group);
      const first = restoreFacts((await survived(rig, await asked(subject, wish), [])).run);
      const removed = decimated(subject, Number(first.schemaId), random);
      const existing = random.pick(['overwrite', 'overwrite', 'keep', 'missing'] as const);
      const id = await asked(subject, {
        ...NEW_SCHEMA,
        typeIds: wish.typeIds,
        existing,
        schema: { id: first.schemaId },
      });
      const { uniqueCheck, delay } = disturb();
      const planned = deaths(removed + 20);
      const name = `${subject.name}, ${group[0]!}…, ${removed} removed, ${existing}, uniqueness by the ${uniqueCheck}, index ${delay} ms, ${planned.map(({ at, when }) => `${when} call ${at}`).join(', then ')}`;
      await lagging(rig, uniqueCheck, delay);
      const { run, died } = await survived(rig, id, planned);
      points += died.length;
      const facts = restoreFacts(run);
      const whole = `point ${points}: ${name} (${died.join('; ')})`;
      const { content, lines } = await restoredOnce(rig, id, facts, whole);
      if (existing === 'overwrite') assert.deepEqual(content, restored.content, whole); // else references that went with the removed objects stay away
      assert.equal(facts.created, removed, whole);
      assert.equal(facts.failed, 0, whole);
      for (const [sourceId, { outcome, leftOut }] of Object.entries(lines))
        if (outcome === 'created')
          assert.deepEqual(leftOut, restored.lines[sourceId]!.leftOut, whole);
      await lagging(rig, 'store', 0);
      await assertEqual(subject, id, whole);
      drop(rig, facts);
    }
    context.diagnostic(`${points} points`);
  },
);
