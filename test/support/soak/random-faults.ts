import type { Fault } from '../../../simulator/faults/fault.ts';
import { STRANGE_ANSWER_NAMES } from '../../../simulator/faults/strange-answer.ts';
import type { Random } from '../../../simulator/kernel/random.ts';
import type { Settings } from '../../../simulator/world/settings.ts';

const LOSSES = ['500', '503', '429', 'hang', 'cut', 'html', 'cut-after', '503-after'] as const;
/** Everything that a member can be changed to and that a site has been seen to answer. */
const CHANGES = [
  { member: 'values.*', to: 'twice', oneOf: 7 },
  { member: '**.icon', to: 'null' },
  { member: '**.avatar', to: 'absent' },
  { member: '**.position', to: 'text' },
  { member: '**.objectCount', to: 'null' },
  { member: 'values.*.timestamp', to: 'text' },
  { member: 'startAt', to: 'text' },
  { member: 'total', to: 'absent' },
] as const;
const ANSWERS = STRANGE_ANSWER_NAMES.filter((name) => name !== 'bomb');

/** Switches and faults of one site for a while, each kind of them at times. */
export function randomFaults(random: Random): Partial<Settings> {
  return {
    latencyMs: random.below(40),
    isLastAsString: random.below(2) === 0,
    omitType: random.below(2) === 0,
    omitReferenceType: random.below(2) === 0,
    includeTotal: random.below(2) === 0,
    nestedDefinitions: random.below(2) === 0,
    parentIdAs: random.pick(['text', 'number']),
    filterNames: random.pick(['both', 'iql', 'qlQuery']),
    errorShape: random.pick(['errorMessages', 'errorMessage', 'message']),
    retryHint: random.pick(['seconds', 'date', 'zero', 'empty', 'reset']),
    retryAfter: random.below(4) > 0,
    limitPerMinute: random.pick([0, 0, 200, 500]),
    limitWindowMs: 5_000,
    indexDelayMs: random.pick([0, 0, 200, 1_000]),
    churnEvery: random.pick([0, 0, 5, 20]),
    faults: [
      ...pageFaults(random),
      ...Array.from({ length: 1 + random.below(3) }, () => loss(random)),
      ...Array.from({ length: 1 + random.below(3) }, () => strangeAnswer(random)),
    ],
  };
}

/** A site that answers as usual again; what it holds continues. */
export const NO_FAULTS: Partial<Settings> = {
  latencyMs: 0,
  limitPerMinute: 0,
  indexDelayMs: 0,
  churnEvery: 0,
  faults: [],
};

function pageFaults(random: Random): Fault[] {
  const path = '/(object/aql|objectschema/list|bulk)$';
  const faults: Fault[] = [
    { path, kind: 'page-cap', max: 1 + random.below(40), probability: random.next() },
    { path: 'object/aql$', kind: 'move', count: 1, probability: 0.05, times: 2 },
    { path: '.', method: 'GET', kind: 'change', changes: [random.pick(CHANGES)], probability: 0.2 },
    { path, kind: 'change', changes: [random.pick(CHANGES)], probability: 0.2 },
  ];
  return faults.filter(() => random.below(2) === 0);
}

const loss = (random: Random): Fault => ({
  path: '.',
  kind: random.pick(LOSSES),
  probability: 0.05,
  times: 1 + random.below(3),
  skip: random.below(20),
});

const strangeAnswer = (random: Random): Fault => ({
  path: '/(object|objecttype|objectschema|config|icon)',
  method: random.pick(['GET', 'POST']),
  kind: 'answer',
  name: random.pick(ANSWERS),
  probability: 1,
  times: 1,
  skip: random.below(40),
});
