import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RetainedBackup } from '../../../src/core/backups/retention/plan-retention.ts';
import type {
  RetentionQuestion,
  SchemaRetention,
} from '../../../src/core/backups/retention/retention-store.ts';
import { catalogId, runId, tenantId } from '../../../src/core/kernel/ids.ts';
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
  storedBytes: 1,
});

/** One schema whose backups are these, by storage. */
function rig(stored: Record<string, RetainedBackup[]>, nowMs = NOW) {
  const binned: string[] = [];
  const kept: { saved?: SchemaRetention; question?: RetentionQuestion } = {};
  const empty = { items: [], total: 0, page: 1, pages: 1 };
  const retention = new Retention({
    clock: { now: () => nowMs },
    binMs: DAY_MS,
    catalog: { get: async () => ({}), setBackupFacts: async () => undefined } as never,
    runs: { list: async () => empty } as never,
    retention: {
      find: async () => kept.saved,
      save: async (saved: SchemaRetention) => {
        kept.saved = saved;
      },
      ask: async (question: RetentionQuestion) => {
        kept.question = question;
      },
      question: async () => kept.question,
      answer: async () => {
        delete kept.question;
      },
      reset: async () => {
        delete kept.saved;
      },
    },
    backups: {
      retainable: async () =>
        new Map(
          Object.entries(stored).map(([storage, all]) => [
            storage,
            all.filter(({ id }) => !binned.includes(id)),
          ]),
        ),
      bin: async (_tenant: unknown, id: string) => {
        binned.push(id);
      },
      list: async () => empty,
      stored: async () => ({ bytes: 0, newest: [] }),
      damaged: async () => [],
    } as never,
  });
  return { retention, binned, kept };
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
  assert.equal(await retention.confirm(alice, things), 5);
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
