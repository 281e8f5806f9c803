import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlanGroup } from '../../../../../src/core/restores/plan/plan-group.ts';
import type { RestorePlan } from '../../../../../src/core/restores/plan/restore-plan.ts';
import { adviceView } from '../../../../../src/web/pages/restores/review/advice-view.ts';
import type { GroupState } from '../../../../../src/web/pages/restores/review/decisions/plan-figures.ts';

const plan = { source: { schemaKey: 'COMP' } } as RestorePlan;

/** References to a schema that has a backup, or other values. */
const groupOf = (kind: 'object' | 'user', values: number, mappedValues = 0): GroupState => ({
  group: {
    kind,
    values,
    schema: kind === 'object' ? { key: 'PEOPLE', name: 'People', backupId: 'b' } : undefined,
  } as unknown as PlanGroup,
  rule: undefined,
  own: 0,
  mappedValues,
  isMapped: mappedValues === values,
});
const adviceOf = (...groups: GroupState[]): string | undefined =>
  adviceView(plan, groups)?.text.replace(/ This plan waits.*/, '');

test('values that are mapped already are not kept once more by another restore', () => {
  assert.equal(
    adviceOf(groupOf('object', 10, 5), groupOf('user', 7)),
    'That keeps 5 of the 12 values that would be left empty.',
  );
  assert.equal(
    adviceOf(groupOf('object', 10, 5)),
    'That keeps all 5 values that would be left empty.',
  );
  assert.equal(
    adviceOf(groupOf('object', 10, 9)),
    'That keeps the only value that would be left empty.',
  );
  assert.equal(adviceOf(groupOf('object', 10, 10)), undefined);
});
