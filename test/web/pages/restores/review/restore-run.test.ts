import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Conflict } from '../../../../../src/core/kernel/errors.ts';
import { runId } from '../../../../../src/core/kernel/ids.ts';
import type { PlanState } from '../../../../../src/core/use-cases/restores/plan-state.ts';
import { restoreRun } from '../../../../../src/web/pages/restores/review/restore-run.ts';

test('a plan is opened once when Run is refused', async () => {
  const id = runId('0123456789abcdef01234567');
  const opened: string[] = [];
  const reviewed = {
    run: { id, kind: 'restore-plan', state: 'failed', message: 'No.', input: {} },
    input: {
      place: { siteUrl: 'https://a', siteKey: 'w' },
      schema: { kind: 'new', name: 'N', key: 'NN' },
      typeIds: null,
      existing: 'overwrite',
      choices: [],
    },
    plan: undefined,
  } as unknown as PlanState;
  await restoreRun({
    caller: { tenant: { id: 't' }, person: { accountId: '1', name: 'Alice' } },
    params: { id },
    form: {},
    reader: { timeZone: 'UTC', nowMs: 0 },
    restorePlans: {
      get: async (_tenant: string, planId: string) => {
        opened.push(planId);
        return reviewed;
      },
      start: async (given: PlanState) => {
        assert.equal(given, reviewed);
        throw new Conflict('plan-unfinished', 'The plan is not made yet.');
      },
    },
  } as unknown as Parameters<typeof restoreRun>[0]);
  assert.deepEqual(opened, [id]);
});
