import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlanChoice } from '../../../../../src/core/restores/plan/plan-choices.ts';
import type { RestorePlan } from '../../../../../src/core/restores/plan/restore-plan.ts';
import type { RestorePlanRun } from '../../../../../src/core/restores/plan/restore-plan-kind.ts';
import type { Unresolved } from '../../../../../src/core/restores/resolve/unresolved.ts';
import { RestorePlans } from '../../../../../src/core/use-cases/restores/restore-plans.ts';
import type { Call } from '../../../../../src/web/handling/call.ts';
import { restorePlanAgain } from '../../../../../src/web/pages/restores/review/restore-plan-again.ts';
import { id, input, restoreRun } from '../call-for.ts';
import { evilPlan } from '../evil-plan.ts';

const person = (personId: string): Unresolved => ({
  kind: 'user',
  id: personId,
  name: `Person ${personId}`,
  uses: 1,
  why: 'unknown',
  mappable: true,
  options: [],
});
const plan: RestorePlan = {
  ...evilPlan,
  unresolved: ['a', 'b', 'c', 'd', 'e', 'f'].map(person),
};
const run = { ...restoreRun, kind: 'restore-plan', state: 'complete', result: plan };

/** *Recalculate* with these fields, on a site that only has the account `there`. */
async function recalculate(form: Record<string, string>) {
  const kept: PlanChoice[] = [];
  const site = {
    people: async (ids: string[]) =>
      ids
        .filter((accountId) => accountId === 'there')
        .map((accountId) => ({ accountId, displayName: 'Tara', active: true })),
  };
  class Plans extends RestorePlans {
    override async repeat(): Promise<RestorePlanRun> {
      return run as unknown as RestorePlanRun;
    }
  }
  const restorePlans = new Plans({
    destinations: { open: async () => ({ assets: site }) },
    runs: { getOf: async () => run },
    planChoices: {
      of: async () => kept,
      save: async (_tenant: unknown, _plan: unknown, choices: PlanChoice[]) => {
        kept.push(...choices);
      },
    },
  } as never);
  const { flag } = await restorePlanAgain({
    caller: { tenant: { id: 't' }, person: { accountId: '1', name: 'Alice' } },
    params: { id },
    form,
    reader: { timeZone: 'UTC', nowMs: 0 },
    restorePlans,
  } as unknown as Call<'restorePlans', 'id'>);
  return { kept, flag };
}
const typed = (at: number, account: string): Record<string, string> => ({
  [`choice-user-${at}`]: 'typed',
  [`choice-user-${at}-to`]: account,
});

test('rules that can be followed are kept although others cannot, and it is said which were not', async () => {
  assert.deepEqual(input.choices, []);
  const { kept, flag } = await recalculate({
    ...typed(0, 'there'),
    ...typed(1, 'nobody'),
    ...typed(2, 'no account'),
    'choice-user-3': 'stop',
    'choice-user-4': 'group',
  });
  assert.deepEqual(kept, [
    { kind: 'user', id: 'a', rule: 'map', to: 'there', toName: 'Tara' },
    { kind: 'user', id: 'd', rule: 'stop' },
    { kind: 'user', id: 'e', rule: 'unset' },
  ]);
  assert.equal(flag?.title, "2 rules couldn't be kept");
  assert.match(
    flag?.body ?? '',
    /Person b: No active account "nobody" exists on the destination\./,
  );
  assert.match(flag?.body ?? '', /Person c: This isn't an account ID or email\./);
  assert.match(flag?.body ?? '', /Choose again once the new plan is ready\.$/);
});

test('of many rules that cannot be followed the first are named, and one of a group by its title', async () => {
  const { kept, flag } = await recalculate({
    'rule-user': 'typed',
    'rule-user-to': 'nobody',
    ...typed(1, 'nobody'),
    ...typed(2, 'nobody'),
    ...typed(3, 'nobody'),
  });
  assert.deepEqual(kept, []);
  assert.equal(flag?.title, "4 rules couldn't be kept");
  assert.match(flag?.body ?? '', /^6 people .*: No active account .* Person b: .* Person c: /);
  assert.match(flag?.body ?? '', /And 1 more\. Choose again/);
  assert.doesNotMatch(flag?.body ?? '', /Person d/);
});

test('nothing is said where all rules are kept', async () => {
  const { kept, flag } = await recalculate(typed(0, 'there'));
  assert.equal(kept.length, 1);
  assert.equal(flag, undefined);
});
