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

const isLong = process.env['TEST_LONG'] !== undefined;
const POINTS = isLong ? 180 : 6;
const LOST = isLong ? 180 : 8;
const seed = randomSeed();
const random = new Random(seed);
const subject = await PartsSubject.start({ requestTimeoutMs: 3_000 });
const { rig } = subject;
/** Calls that write parts, and how many of each a restore makes at least. */
const OF_PARTS = {
  createComment: 8,
  addAttachment: 4,
  createIcon: 1,
  setIssue: 9,
  note: 3,
  setSchemaProperties: 1,
  moveAttribute: 4,
  setRole: 2,
};
const KINDS = Object.entries(OF_PARTS);

/** At any call, or, more often, at one of those that write a part. */
function death(calls: number): Death {
  const when = random.pick(['before', 'after'] as const);
  if (random.below(3) === 0) return { at: 1 + random.below(calls), when };
  const [wanted, most] = random.pick(KINDS);
  let left = random.below(most);
  return {
    at: (made) => {
      if (made.at(-1) !== wanted) return false;
      left -= 1;
      return left < 0;
    },
    when,
  };
}

test(
  `a restore of every part whose workers die at random points leaves what an undisturbed one leaves (seed ${seed})`,
  { timeout: 1_500_000 },
  async (context) => {
    const { calls } = await subject.undisturbed();
    const died: string[] = [];
    while (died.length < POINTS) {
      const deaths = Array.from({ length: 1 + random.below(3) }, () => death(calls));
      const id = await subject.ask();
      const survived = await surviveDeaths(rig, id, deaths);
      died.push(...survived.died);
      const name = `point ${died.length}: ${deaths.map(describeDeath).join(', then ')} of ${calls} (${survived.died.join('; ')})`;
      const facts = restoreFacts(survived.run);
      await subject.assertWhole(id, facts, name);
      subject.drop(facts);
    }
    const ofParts = died.filter((each) => each.split(', ').at(-1)! in OF_PARTS);
    context.diagnostic(`${died.length} points, ${ofParts.length} of them at calls of parts`);
    assert.ok(ofParts.length > died.length / 4);
  },
);

const AFTER = ['cut-after', '500-after', '503-after', 'hang-after'] as const;
const PLAIN = ['500', '503', 'cut', '429'] as const;
/** How often an answer may be lost in a row before the site counts as one that takes none. */
const LOSSES: [path: string, method: 'POST' | 'PUT', most: number][] = [
  ['comment/create$', 'POST', 3],
  ['attachments/object/\\d+$', 'POST', 3],
  ['icon/create$', 'POST', 3],
  ['/rest/api/3/issue/', 'PUT', 3],
  ['global/config/objectschema/\\d+/property$', 'POST', 1],
  ['objecttypeattribute/\\d+/\\d+/position$', 'POST', 1],
  ['config/role/\\d+$', 'PUT', 1],
];

/** A few of each kind, at random places. */
const faults = (): Fault[] =>
  LOSSES.filter(() => random.below(2) === 0).flatMap(([path, method, most]): Fault[] => [
    { path, method, kind: random.pick(PLAIN), probability: 0.3, times: 1 },
    {
      path,
      method,
      kind: random.pick(AFTER),
      probability: random.pick([0.3, 0.7, 1]),
      times: 1 + random.below(most),
      skip: random.below(4),
    },
  ]);
const isLost = ({ kind }: Fault): boolean => kind.endsWith('-after');
const leftOf = (some: readonly Fault[]): number =>
  some.filter(isLost).reduce((sum, { times = 0 }) => sum + times, 0);

test(
  `a restore of every part that loses answers leaves what an undisturbed one leaves (seed ${seed})`,
  { timeout: 1_500_000 },
  async (context) => {
    const { settings } = rig.here;
    await subject.undisturbed();
    let lost = 0;
    while (lost < LOST) {
      const id = await subject.ask();
      settings.faults = faults();
      const planned = leftOf(settings.faults);
      const name = JSON.stringify(settings.faults);
      const { run, failures } = await resumeToTheEnd(rig, id);
      lost += planned - leftOf(settings.faults);
      settings.faults = [];
      const facts = restoreFacts(run);
      await subject.assertWhole(
        id,
        facts,
        `after ${lost} lost answers: ${name} ${failures.join(' ')}`,
      );
      subject.drop(facts);
    }
    context.diagnostic(`${lost} lost answers`);
  },
);

test('a call that is still on its way when its worker dies is done once', async () => {
  const slow = await PartsSubject.start({ requestTimeoutMs: 10_000, settleMs: 3_000 });
  const { settings } = slow.rig.here;
  await slow.undisturbed();
  for (const [name, path] of [
    ['createIcon', 'icon/create$'],
    ['createComment', 'comment/create$'],
    ['addAttachment', 'attachments/object/\\d+$'],
  ] as const) {
    const id = await slow.ask();
    settings.faults = [{ path, method: 'POST', kind: 'hold', probability: 1, times: 1 }];
    // The site gets to it when a successor has been at work for long.
    setTimeout(() => settings.faults.splice(0), 2_000);
    const at = (calls: readonly string[]): boolean => calls.at(-1) === name;
    const { run, died } = await surviveDeaths(slow.rig, id, [{ at, when: 'during' }]);
    assert.equal(died.length, 1, name);
    await slow.assertWhole(id, restoreFacts(run), name);
    slow.drop(restoreFacts(run));
  }
});
