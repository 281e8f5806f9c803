import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BackupOutline } from '../../../src/core/backups/backup-outline.ts';
import type { RetainedBackup } from '../../../src/core/backups/retention/plan-retention.ts';
import type {
  RetentionQuestion,
  RetentionStore,
  SavedRetention,
  SchemaRetention,
} from '../../../src/core/backups/retention/retention-store.ts';
import { Conflict } from '../../../src/core/kernel/errors.ts';
import { catalogId, runId, tenantId } from '../../../src/core/kernel/ids.ts';
import { DefaultRetention } from '../../../src/core/use-cases/retention/default-retention.ts';
import { Retention } from '../../../src/core/use-cases/retention/retention.ts';

const NOW = Date.parse('2026-11-26T10:00:00Z');
const DAY_MS = 86_400_000;
const alice = tenantId('alice');
const things = catalogId('things');
const ada = { accountId: 'ada', name: 'Ada' };
const backup = (sequence: number, daysAgo: number): RetainedBackup => ({
  id: runId(`b${sequence}`),
  at: NOW - daysAgo * DAY_MS,
  sequence,
  isPinned: false,
  isHeld: false,
  isDamaged: false,
  isScheduled: false,
  storedBytes: 1,
});

const outlineOf = (
  { at, isScheduled, isHeld: _isHeld, ...retained }: RetainedBackup,
  storageId: string,
): BackupOutline => ({
  ...retained,
  createdAt: new Date(at),
  completedAt: new Date(at),
  trigger: isScheduled ? 'scheduled' : 'manual',
  storageId,
  contentBytes: 1,
  isVerified: false,
});

interface Kept {
  saved?: SchemaRetention;
  standard?: SavedRetention;
  question?: RetentionQuestion;
}

/** What was saved of the rules of one schema. */
const storeOf = (kept: Kept): RetentionStore => ({
  find: async () => kept.saved,
  save: async (saved: SchemaRetention) => {
    kept.saved = saved;
  },
  ask: async (question: RetentionQuestion) => {
    kept.question = question;
  },
  question: async () => kept.question,
  questions: async () => (kept.question ? [kept.question] : []),
  answer: async () => {
    delete kept.question;
  },
  reset: async () => {
    delete kept.saved;
  },
  findDefault: async () => kept.standard,
  saveDefault: async (standard: SavedRetention) => {
    kept.standard = standard;
  },
  resetDefault: async () => {
    delete kept.standard;
  },
  withOwnRules: async () => (kept.saved ? [things] : []),
});

/** One schema whose backups are these, by storage. */
function rig(stored: Record<string, RetainedBackup[]>, nowMs = NOW) {
  const binned: string[] = [];
  const kept: Kept = {};
  const outlined = Object.entries(stored).flatMap(([storageId, all]) =>
    all.map((each) => outlineOf(each, storageId)),
  );
  const clock = { now: () => nowMs };
  const store = storeOf(kept);
  const catalog = {
    get: async () => ({}),
    setBackupFacts: async () => undefined,
    withBackupsOf: async () => [things],
    find: async (_tenant: unknown, ids: string[]) => ids.map((id) => ({ id, name: 'Things' })),
  } as never;
  const retention = new Retention({
    clock,
    binMs: DAY_MS,
    catalog,
    runs: { newest: async () => [] } as never,
    retention: store,
    backups: {
      outlines: async () => ({
        backups: outlined.filter(({ id }) => !binned.includes(id)),
        unreadable: 0,
      }),
      find: async () => ({ backups: [], unreadable: 0 }),
      bin: async (_tenant: unknown, id: string) => binned.push(id) > 0,
    } as never,
  });
  const standard = new DefaultRetention({ clock, store, catalog, retention });
  return { retention, standard, binned, kept };
}

test('a year in the service storage, until somebody deletes them in an own one', async () => {
  const many = Array.from({ length: 9 }, (_none, at) => backup(at + 10, 9 - at));
  const { retention, binned } = rig({
    service: [backup(1, 400), ...many],
    own: [backup(2, 4_000), backup(3, 3_000)],
  });
  assert.equal(await retention.apply(alice, things), 1);
  assert.deepEqual(binned, ['b1']);
});

test('what would remove more than half waits for a person', async () => {
  const old = Array.from({ length: 6 }, (_none, at) => backup(at + 1, 900 - at));
  const { retention, binned, kept } = rig({ service: old });
  for (let round = 0; round < 2; round += 1) assert.equal(await retention.apply(alice, things), 0);
  assert.deepEqual([kept.question?.removes, kept.question?.of, binned], [5, 6, []]);
  assert.equal(await retention.confirm(alice, things, 5), 5);
  assert.equal(binned.length, 5);
  assert.equal(kept.question, undefined);
});

const isChanged = (words: RegExp) => (error: unknown) =>
  error instanceof Conflict && error.code === 'retention-changed' && words.test(error.message);

test('what is confirmed is the figure that was shown: with stricter rules by now nothing is removed', async () => {
  const many = Array.from({ length: 20 }, (_none, at) => backup(at + 10, 20 - at));
  const { retention, standard, binned, kept } = rig({ service: many });
  await standard.save(alice, ada, { own: 'on', last: '9', timeZone: 'UTC' });
  assert.deepEqual([kept.question?.removes, kept.question?.of], [11, 20]);
  await standard.save(alice, ada, { own: 'on', last: '2', timeZone: 'UTC' });
  const asksAnew = isChanged(/would remove 18 of 20 backups by now\./);
  await assert.rejects(retention.confirm(alice, things, 11), asksAnew);
  await assert.rejects(retention.confirm(alice, things, Number.NaN), asksAnew);
  assert.deepEqual([kept.question?.removes, binned], [18, []]);
  assert.equal(await retention.confirm(alice, things, 18), 18);
});

test('whoever saves a default, or looks at it, is told which schemas ask first', async () => {
  const many = Array.from({ length: 20 }, (_none, at) => backup(at + 10, 20 - at));
  const { standard } = rig({ service: many });
  assert.deepEqual((await standard.view(alice)).asking, []);
  const saved = await standard.save(alice, ada, { own: 'on', last: '9', timeZone: 'UTC' });
  assert.equal(saved.removed, 0);
  for (const { asking } of [saved, await standard.view(alice)]) {
    const [{ schema, question } = assert.fail('none asks')] = asking;
    assert.deepEqual([schema.name, question.removes, question.of], ['Things', 11, 20]);
  }
  const eased = await standard.save(alice, ada, { own: 'on', last: '15', timeZone: 'UTC' });
  assert.deepEqual(eased, { removed: 5, asking: [] });
});

test('what is confirmed is refused where the plan is another one than the question, which is asked anew', async () => {
  const many = Array.from({ length: 20 }, (_none, at) => backup(at + 10, 20 - at));
  const { retention, standard, binned, kept } = rig({ service: many });
  await standard.save(alice, ada, { own: 'on', last: '9', timeZone: 'UTC' });
  kept.standard = { ...kept.standard!, rules: { ...kept.standard!.rules!, last: 5 } };
  await assert.rejects(retention.confirm(alice, things, 11), isChanged(/would remove 15 of 20/));
  assert.deepEqual([kept.question?.removes, binned], [15, []]);
});

test('what nobody asks any more cannot be confirmed', async () => {
  const old = Array.from({ length: 6 }, (_none, at) => backup(at + 1, 900 - at));
  const { retention, binned, kept } = rig({ service: old });
  await retention.apply(alice, things);
  const answered = isChanged(/^There is nothing to confirm any more/);
  assert.equal(await retention.confirm(alice, things, 5), 5);
  await assert.rejects(retention.confirm(alice, things, 5), answered);
  assert.equal(binned.length, 5);
  assert.equal(kept.question, undefined);
});

test('a question is forgotten when there is nothing to ask any more', async () => {
  const old = Array.from({ length: 6 }, (_none, at) => backup(at + 1, 900 - at));
  const { retention, kept } = rig({ service: old });
  await retention.apply(alice, things);
  const rules = { own: 'on', days: '1000', timeZone: 'UTC' };
  assert.equal(await retention.save({ tenantId: alice, catalogId: things, by: ada }, rules), 0);
  await retention.apply(alice, things);
  assert.equal(kept.question, undefined);
});

test('a default counts for schemas without rules of their own, in every storage', async () => {
  const many = Array.from({ length: 9 }, (_none, at) => backup(at + 10, 9 - at));
  const { retention, standard, binned, kept } = rig({ service: many, own: [backup(1, 500)] });
  const rules = { own: 'on', last: '6', timeZone: 'UTC' };
  const { removed, total } = await standard.preview(alice, rules);
  assert.deepEqual([removed.map(({ id }) => id), total], [['b12', 'b11', 'b10'], 10]);
  assert.equal((await standard.preview(alice)).removed.length, 0, 'nothing is saved yet');
  assert.deepEqual(await standard.save(alice, ada, rules), { removed: 3, asking: [] });
  assert.deepEqual(binned.toSorted(), ['b10', 'b11', 'b12']);
  assert.equal(kept.standard?.rules?.last, 6);
  const own = { own: 'on', last: '5', timeZone: 'UTC' };
  assert.equal(await retention.save({ tenantId: alice, catalogId: things, by: ada }, own), 1);
  assert.equal((await standard.preview(alice, rules)).total, 0, 'it has rules of its own now');
});

test('a default that takes more than half of a schema waits for a person there', async () => {
  const many = Array.from({ length: 9 }, (_none, at) => backup(at + 10, 9 - at));
  const { retention, standard, binned } = rig({ service: many });
  const rules = { own: 'on', last: '2', timeZone: 'UTC' };
  const { removed, asking } = await standard.save(alice, ada, rules);
  assert.deepEqual([removed, asking.map(({ schema }) => schema.name)], [0, ['Things']]);
  assert.deepEqual(binned, []);
  assert.equal(await retention.confirm(alice, things, 7), 7);
});

test('scheduled backups may have rules of their own beside the default', async () => {
  const many = Array.from({ length: 9 }, (_none, at) => ({
    ...backup(at + 10, 9 - at),
    isScheduled: at % 2 === 0,
  }));
  const { retention, standard, binned, kept } = rig({ service: many });
  await standard.save(alice, ada, { own: 'on', last: '4', timeZone: 'UTC' });
  binned.splice(0);
  const wrong = { 'scheduled-own': 'on', 'scheduled-daily': 'many' };
  await assert.rejects(retention.preview(alice, things, wrong), (error: { fields?: object }) => {
    assert.deepEqual(Object.keys(error.fields ?? {}), ['scheduled-daily']);
    return true;
  });
  const scheduled = { 'scheduled-own': 'on', 'scheduled-last': '2', timeZone: 'UTC' };
  await retention.save({ tenantId: alice, catalogId: things, by: ada }, scheduled);
  assert.deepEqual(binned.toSorted(), ['b10', 'b12', 'b14']);
  assert.deepEqual([kept.saved?.rules, kept.saved?.scheduled?.last], [undefined, 2]);
});
