/** Restores of every part to a Data Center, issues above all, with deaths and lost answers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fault } from '../../../../simulator/faults/fault.ts';
import { Random } from '../../../../simulator/kernel/random.ts';
import { describeDeath, type Death } from '../../../support/restores/deaths/mortal-life.ts';
import { PartsSubject } from '../../../support/restores/subjects/parts-subject.ts';
import { restoreFacts } from '../../../support/restores/restore-facts.ts';
import { resumeToTheEnd } from '../../../support/restores/deaths/resume-to-the-end.ts';
import { surviveDeaths } from '../../../support/restores/deaths/survive-deaths.ts';
import { randomSeed } from '../../../support/random-runs.ts';

const POINTS = 40;
const LOST = 40;
const seed = randomSeed();
const random = new Random(seed);
const subject = await PartsSubject.start({ platform: 'data-center', requestTimeoutMs: 3_000 });
const { rig } = subject;
const { issues } = rig.here.world.site;
const { left: whole } = await subject.undisturbed();
/** Calls that write parts, and how many of each a restore makes at least. */
const OF_PARTS = { setIssue: issues.length, note: 3, createComment: 8, addAttachment: 4 };
const KINDS = Object.entries(OF_PARTS);

/** Dies with one of the calls that write a part; every second time with one that sets an issue. */
function death(): Death {
  const [wanted, most] = random.below(2) === 0 ? KINDS[0]! : random.pick(KINDS);
  let left = random.below(most);
  return {
    at: (made) => {
      if (made.at(-1) !== wanted) return false;
      left -= 1;
      return left < 0;
    },
    when: random.pick(['before', 'after']),
  };
}

/** Each issue was set, by one call. */
async function assertSetOnce(name: string, restore: () => Promise<void>): Promise<void> {
  const before = issues.map(({ writes }) => writes);
  await restore();
  const times = issues.map(({ writes }, at) => writes - before[at]!);
  assert.deepEqual(
    times,
    issues.map(() => 1),
    name,
  );
}

test('an undisturbed restore sets every issue', () => {
  assert.deepEqual([whole.issues?.set, whole.issues?.failed], [issues.length, 0]);
});

test(
  `issues, comments and files are restored to a Data Center once, whatever workers die at (seed ${seed})`,
  { timeout: 1_500_000 },
  async (context) => {
    const died: string[] = [];
    while (died.length < POINTS) {
      const deaths = Array.from({ length: 1 + random.below(3) }, death);
      const name = `point ${died.length}: ${deaths.map(describeDeath).join(', then ')}`;
      await assertSetOnce(name, async () => {
        const id = await subject.ask();
        const survived = await surviveDeaths(rig, id, deaths);
        died.push(...survived.died);
        const facts = restoreFacts(survived.run);
        await subject.assertWhole(id, facts, `${name} (${survived.died.join('; ')})`);
        subject.drop(facts);
      });
    }
    const atIssues = died.filter((each) => each.endsWith('setIssue')).length;
    context.diagnostic(`${died.length} deaths, ${atIssues} of them at an issue`);
    assert.ok(atIssues > POINTS / 4);
  },
);

const AFTER = ['cut-after', '500-after', '503-after', 'hang-after'] as const;
const PATHS: [path: string, method: 'POST' | 'PUT'][] = [
  ['/rest/api/2/issue/', 'PUT'],
  ['comment/create$', 'POST'],
  ['attachments/object/\\d+$', 'POST'],
];
const faults = (): Fault[] =>
  PATHS.map(([path, method]) => ({
    path,
    method,
    kind: random.pick(AFTER),
    probability: random.pick([0.3, 0.7, 1]),
    times: 1 + random.below(3),
    skip: random.below(4),
  }));
const timesOf = (some: readonly Fault[]): number =>
  some.reduce((sum, { times = 0 }) => sum + times, 0);

test(
  `answers that a Data Center loses set no issue and write nothing twice (seed ${seed})`,
  { timeout: 1_500_000 },
  async (context) => {
    const { settings } = rig.here;
    let lost = 0;
    while (lost < LOST) {
      const planned = faults();
      const name = `after ${lost} lost answers: ${JSON.stringify(planned)}`;
      await assertSetOnce(name, async () => {
        const id = await subject.ask();
        settings.faults = structuredClone(planned);
        const { run, failures } = await resumeToTheEnd(rig, id);
        lost += timesOf(planned) - timesOf(settings.faults);
        settings.faults = [];
        const facts = restoreFacts(run);
        await subject.assertWhole(id, facts, `${name} ${failures.join(' ')}`);
        subject.drop(facts);
      });
    }
    context.diagnostic(`${lost} lost answers`);
  },
);
