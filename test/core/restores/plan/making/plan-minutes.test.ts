import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planMinutes } from '../../../../../src/core/restores/plan/making/plan-minutes.ts';

const allowance = { create: 2_000, update: 1_000, other: 500 };

test('the minutes of a plan are reckoned at what each endpoint allows', () => {
  assert.equal(planMinutes({ create: 20_000, update: 0, other: 0 }, allowance), 10);
  assert.equal(planMinutes({ create: 20_000, update: 5_000, other: 1_000 }, allowance), 17);
  assert.equal(planMinutes({ create: 2_001, update: 0, other: 0 }, allowance), 2);
  assert.equal(planMinutes({ create: 0, update: 0, other: 0 }, allowance), 1);
});
