import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InvalidInput } from '../../../../src/core/kernel/errors.ts';
import type { PlanGroup } from '../../../../src/core/restores/plan/plan-group.ts';
import type { Unresolved } from '../../../../src/core/restores/resolve/unresolved.ts';
import type { Choices } from '../../../../src/core/restores/restore-input.ts';
import { refuseStops } from '../../../../src/core/use-cases/restores/refuse-stops.ts';

const missing = (id: number): Unresolved => ({
  kind: 'reference',
  id: String(id),
  name: `Object ${id}`,
  uses: 1,
  why: 'gone',
  mappable: true,
  options: [],
  group: 'reference-X',
});
const groupOf = (key: string, things: number): PlanGroup => ({
  id: `reference-${key}`,
  kind: 'reference',
  things,
  values: things,
  attributes: [{ name: `Laptop › ${key}`, values: things }],
  attributeCount: 1,
  schema: { name: `Schema ${key}`, key },
});
/** 600 objects of one schema are missing, of which 500 are listed, and 300 of another one. */
const unresolved = Array.from({ length: 500 }, (_none, at) => missing(at));
const groups = [groupOf('X', 600), groupOf('Y', 300)];
const plan = { unresolved, unresolvedCount: 900, groups };
const stopAll = (key: string): Choices[number] => ({
  kind: 'reference',
  id: `reference-${key}`,
  rule: 'stop-all',
});
const leaveEach: Choices = unresolved.map(({ id }) => ({ kind: 'reference', id, rule: 'empty' }));

function refusal(of: Parameters<typeof refuseStops>[0], choices: Choices): string | undefined {
  try {
    refuseStops(of, choices);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof InvalidInput);
    return error.fields['choices'];
  }
}

test('a group stops a restore, even if none of its objects is listed', () => {
  assert.equal(
    refusal(plan, [stopAll('Y')]),
    'You chose to stop because of 300 objects of the schema Schema Y. Choose another rule to restore.',
  );
  const [, { schema: _schema, ...elsewhere }] = groups as [PlanGroup, PlanGroup];
  assert.match(
    refusal({ ...plan, groups: [elsewhere] }, [stopAll('Y')]) ?? '',
    /because of 300 missing things in Laptop › Y\./,
  );
});

test('objects that are listed are named, and rules of their own do not speak for the others', () => {
  assert.match(
    refusal(plan, [stopAll('X')]) ?? '',
    /because of Object 0, Object 1, Object 2 and 597 more\./,
  );
  assert.match(
    refusal(plan, [stopAll('X'), ...leaveEach]) ?? '',
    /because of 100 objects of the schema Schema X\./,
  );
});

test('nothing stops a restore where no rule says so, or where everything has a rule of its own', () => {
  assert.equal(refusal(plan, []), undefined);
  assert.equal(refusal(plan, [stopAll('of an earlier plan')]), undefined);
  const whole = { unresolved, unresolvedCount: 500, groups: [groupOf('X', 500)] };
  assert.equal(refusal(whole, [stopAll('X'), ...leaveEach]), undefined);
});
