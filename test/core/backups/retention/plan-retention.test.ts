import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  planRetention,
  type RetainedBackup,
} from '../../../../src/core/backups/retention/plan-retention.ts';
import {
  NO_RULES,
  SERVICE_RULES,
  type RetentionRules,
} from '../../../../src/core/backups/retention/retention-rules.ts';
import { runId } from '../../../../src/core/kernel/ids.ts';

const NOW = Date.parse('2026-11-26T10:00:00Z');
const DAY_MS = 86_400_000;
const backup = (sequence: number, at: number, more: Partial<RetainedBackup> = {}) => ({
  id: runId(`b${sequence}`),
  at,
  sequence,
  isPinned: false,
  isHeld: false,
  isDamaged: false,
  isScheduled: false,
  storedBytes: 10,
  ...more,
});
/** One a day, the newest today. */
const daily = (count: number): RetainedBackup[] =>
  Array.from({ length: count }, (_none, ago) => backup(count - ago, NOW - ago * DAY_MS));
const plan = (
  backups: readonly RetainedBackup[],
  rules: Partial<RetentionRules> | undefined,
  { nowMs = NOW, scheduled }: { nowMs?: number; scheduled?: Partial<RetentionRules> } = {},
) =>
  planRetention(backups, {
    rules: rules && { ...NO_RULES, ...rules },
    scheduled: scheduled && { ...NO_RULES, ...scheduled },
    nowMs,
    timeZone: 'Europe/Berlin',
  });
const keptIds = (...given: Parameters<typeof plan>): string[] =>
  [...plan(...given).kept.keys()].sort();

test('grandfather, father and son: of each day, week, month and year the newest stands for it', () => {
  const { kept, removed, freedBytes, asksFirst } = plan(daily(800), {
    daily: 7,
    weekly: 4,
    monthly: 12,
    yearly: 3,
  });
  const reasons = [...kept.values()].flat();
  assert.deepEqual(
    ['daily', 'weekly', 'monthly', 'yearly'].map(
      (why) => reasons.filter((reason) => reason.why === why).length,
    ),
    [7, 4, 12, 3],
  );
  const months = reasons.flatMap((reason) => (reason.why === 'monthly' ? [reason.of] : []));
  assert.deepEqual([months[0], months.at(-1)], ['2026-11', '2025-12']);
  assert.equal(kept.size + removed.length, 800);
  assert.equal(freedBytes, removed.length * 10);
  assert.ok(asksFirst);
});

test('a day, a week and a year end where the zone says so', () => {
  const before = Date.parse('2025-12-31T22:30:00Z'); // 23:30 in Berlin
  const after = Date.parse('2025-12-31T23:30:00Z'); // 00:30 of the next year
  const { kept } = plan([backup(1, before), backup(2, after)], { yearly: 2 });
  assert.deepEqual(
    [...kept.values()].flat().flatMap((reason) => ('of' in reason ? [reason.of] : [])),
    ['2026', '2025'],
  );
  const monday = plan([backup(1, Date.parse('2026-11-22T12:00:00Z')), backup(2, NOW)], {
    weekly: 5,
  });
  assert.deepEqual(
    [...monday.kept.values()].flat().flatMap((reason) => ('of' in reason ? [reason.of] : [])),
    ['2026-11-23', '2026-11-16'],
  );
});

test('without rules nothing goes, with those of the service what is older than a year', () => {
  assert.equal(plan(daily(500), undefined).removed.length, 0);
  const { kept, removed } = plan(daily(500), SERVICE_RULES);
  assert.equal(removed.length, 135);
  assert.deepEqual(kept.get(runId('b500'))?.at(-1), { why: 'age', until: NOW + 365 * DAY_MS });
});

test('so many are kept at least, and so many of the last', () => {
  assert.deepEqual(keptIds(daily(9), { days: 2, atLeast: 4 }), ['b6', 'b7', 'b8', 'b9']);
  assert.deepEqual(keptIds(daily(9), { last: 3 }), ['b7', 'b8', 'b9']);
  assert.deepEqual(keptIds(daily(9), {}), ['b9'], 'the newest always');
});

test('clocks that were wrong take nothing away', () => {
  const future = [...daily(3), backup(9, NOW + 4_000 * DAY_MS)];
  assert.equal(plan(future, { days: 5 }).removed.length, 0, 'one of the future counts as of now');
  const past = [...daily(3), backup(9, 0)];
  assert.equal(plan(past, { days: 5 }).removed.length, 0, 'one of 1970 came after the others');
  const leapt = plan(daily(300), SERVICE_RULES, { nowMs: NOW + 1_000 * DAY_MS });
  assert.ok(leapt.asksFirst, 'a clock that leaps ahead has to be believed by somebody');
});

test('while the newest one lies ahead, the clock of now is wrong, and a person is asked', () => {
  const back = { nowMs: NOW - 1_000 * DAY_MS };
  const { removed, asksFirst } = plan(daily(3), { last: 2 }, back);
  assert.deepEqual([removed.length, asksFirst], [1, true]);
  const once = [...daily(3), backup(4, NOW + 1_000 * DAY_MS), backup(5, NOW)];
  assert.equal(plan(once, { last: 4 }).asksFirst, false, 'it was wrong once');
  assert.equal(plan(daily(3), { last: 3 }, back).asksFirst, false, 'nothing would go');
});

test('one that lies ahead does not move the dates of later ones, and a person is asked before it goes', () => {
  const dated = (more: Partial<RetainedBackup>) =>
    daily(30).map((each) =>
      each.sequence === 14 ? { ...each, at: NOW + 365 * DAY_MS, ...more } : each,
    );
  assert.equal(plan(dated({ isHeld: true }), { daily: 30 }).removed.length, 0);
  assert.equal(plan(dated({ isPinned: true }), { daily: 30 }).removed.length, 0);
  const { removed, asksFirst } = plan(dated({}), { daily: 30 });
  assert.deepEqual([removed.map(({ id }) => id), asksFirst], [[runId('b14')], true]);
});

test('what is damaged takes the place of nothing: the newest sound one stays, and what rules keep of those', () => {
  const damaged = (...sequences: number[]) =>
    daily(6).map((each) => ({ ...each, isDamaged: sequences.includes(each.sequence ?? 0) }));
  const { kept } = plan(damaged(5, 6), {});
  assert.deepEqual(
    [...kept],
    [
      [runId('b6'), [{ why: 'newest' }]],
      [runId('b4'), [{ why: 'sound' }]],
    ],
  );
  assert.deepEqual(keptIds(damaged(5, 6), { last: 2 }), ['b3', 'b4', 'b5', 'b6']);
  assert.deepEqual(keptIds(damaged(5), { last: 2 }), ['b4', 'b5', 'b6']);
  assert.deepEqual(keptIds(damaged(1, 2, 3, 4, 5, 6), { last: 2 }), ['b5', 'b6']);
  assert.deepEqual(
    keptIds(damaged(4, 5, 6), { atLeast: 2 }),
    ['b2', 'b3', 'b6'],
    'so many sound ones are kept at least',
  );
  const [sound, later] = [backup(1, NOW - 2_000), backup(2, NOW - 1_000, { isDamaged: true })];
  const days = [sound, later, backup(3, NOW + DAY_MS)];
  assert.deepEqual(keptIds(days, { daily: 2 }, { nowMs: NOW + DAY_MS }), ['b1', 'b2', 'b3']);
});

test('backups of a schedule with rules of its own are counted by themselves', () => {
  const some = daily(8).map((each, at) => ({ ...each, isScheduled: at % 2 === 0 }));
  const scheduled = { last: 2 };
  assert.deepEqual(keptIds(some, { last: 1 }, { scheduled }), ['b6', 'b7', 'b8']);
  assert.deepEqual(keptIds(some, undefined, { scheduled }), ['b1', 'b3', 'b5', 'b6', 'b7', 'b8']);
  assert.deepEqual(keptIds(some, { last: 2 }), ['b7', 'b8'], 'else they count as all others');
  const manual = some.map((each) => ({ ...each, isScheduled: false }));
  assert.deepEqual(keptIds(manual, { last: 1 }, { scheduled }), ['b8']);
});

const anyBackup = fc.record({
  at: fc.integer({ min: 0, max: NOW + 900 * DAY_MS }),
  isPinned: fc.boolean(),
  isHeld: fc.boolean(),
  isDamaged: fc.boolean(),
  isScheduled: fc.boolean(),
  storedBytes: fc.nat(1_000),
});
const someBackups = fc
  .array(anyBackup, { maxLength: 60 })
  .map((all) =>
    all.map((each, at) => ({ ...each, id: runId(`b${at}`), sequence: at % 7 ? at : undefined })),
  );
const count = fc.nat(12);
const someRules = fc.record({
  days: fc.nat(800),
  last: count,
  hourly: count,
  daily: count,
  weekly: count,
  monthly: count,
  yearly: count,
  atLeast: count,
});

const maybeRules = fc.option(someRules, { nil: undefined });
const ofSchedule = fc.option(
  someRules.map((scheduled) => ({ scheduled })),
  { nil: {} },
);

test('whatever the rules: the newest, pinned and held ones stay, and nothing is lost from sight', () => {
  fc.assert(
    fc.property(someBackups, maybeRules, ofSchedule, (backups, rules, own) => {
      const { kept, removed } = plan(backups, rules, own);
      const gone = new Set(removed.map(({ id }) => id));
      for (const { id, isPinned, isHeld } of backups) {
        assert.notEqual(kept.has(id), gone.has(id), 'kept or removed');
        if (isPinned || isHeld) assert.ok(kept.has(id));
      }
      const newest = backups.toSorted(
        (a, b) => (b.sequence ?? -1) - (a.sequence ?? -1) || b.at - a.at || (a.id < b.id ? 1 : -1),
      )[0];
      if (newest) assert.ok(kept.has(newest.id));
      assert.ok(
        backups.every(({ isDamaged }) => isDamaged) ||
          backups.some(({ id, isDamaged }) => !isDamaged && kept.has(id)),
        'where one is sound, one of those stays',
      );
      const groups = Map.groupBy(backups, ({ isScheduled }) => 'scheduled' in own && isScheduled);
      for (const [isOwn, group] of groups) {
        const { atLeast = group.length } =
          ('scheduled' in own && isOwn ? own.scheduled : rules) ?? {};
        const left = group.filter(({ id }) => kept.has(id));
        assert.ok(left.length >= Math.min(group.length, atLeast));
      }
      for (const reasons of kept.values()) assert.ok(reasons.length > 0);
    }),
  );
});

test('what is kept without the damaged ones is kept with them, and so many at least', () => {
  const fewRules = fc.record({ days: fc.nat(800), last: fc.nat(3), atLeast: count });
  fc.assert(
    fc.property(someBackups, fewRules, (backups, rules) => {
      const sound = backups.filter(({ isDamaged }) => !isDamaged);
      const kept = new Set(keptIds(backups, rules));
      const left = sound.filter(({ id }) => kept.has(id));
      assert.ok(left.length >= Math.min(sound.length, rules.atLeast));
      for (const id of keptIds(sound, { last: rules.last })) assert.ok(kept.has(id));
    }),
  );
});

test('whatever the order of the input, the plan is the same', () => {
  const shuffled = someBackups.chain((backups) =>
    fc.tuple(
      fc.constant(backups),
      fc.shuffledSubarray(backups, { minLength: backups.length, maxLength: backups.length }),
    ),
  );
  fc.assert(
    fc.property(shuffled, someRules, ofSchedule, ([backups, mixed], rules, own) => {
      assert.deepEqual(plan(mixed, rules, own), plan(backups, rules, own));
    }),
  );
});

test('a plan is done once: of what it left, the same rules remove nothing', () => {
  const inOrder = someBackups.map((backups) =>
    backups.map((each, at) => ({ ...each, sequence: at + 1, at: NOW - (60 - at) * 9 * DAY_MS })),
  );
  fc.assert(
    fc.property(inOrder, someRules, ofSchedule, (backups, rules, own) => {
      const { kept } = plan(backups, rules, own);
      const left = backups.filter(({ id }) => kept.has(id));
      assert.deepEqual(plan(left, rules, own).removed, []);
    }),
  );
});
