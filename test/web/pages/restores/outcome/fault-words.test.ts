import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlanGroup } from '../../../../../src/core/restores/plan/plan-group.ts';
import {
  MISSING_CAUSES,
  type MissingCause,
} from '../../../../../src/core/restores/report/missing-cause.ts';
import type { RestoreLine } from '../../../../../src/core/restores/report/restore-line.ts';
import { skipReasons } from '../../../../../src/core/restores/report/skip-reasons.ts';
import {
  unresolved,
  type Unresolved,
} from '../../../../../src/core/restores/resolve/unresolved.ts';
import { faultWords } from '../../../../../src/web/pages/restores/outcome/fault-words.ts';
import { reasonsView } from '../../../../../src/web/pages/restores/outcome/reasons-view.ts';
import {
  groupAbout,
  groupTitle,
} from '../../../../../src/web/pages/restores/review/decisions/group-title.ts';

const source = { schemaName: 'Computers', schemaKey: 'COMP', backupDate: '' };
const person = (id: string, state: MissingCause): Unresolved =>
  unresolved({ kind: 'user', id, name: id, uses: 1, why: 'why', state, mappable: true });
const groupOf = (things: number, more: Partial<PlanGroup> = {}): PlanGroup => ({
  id: 'user',
  kind: 'user',
  things,
  values: things,
  attributes: [],
  attributeCount: 0,
  ...more,
});
const titleOf = (members: Unresolved[], things = members.length): string =>
  groupTitle(groupOf(things), members, { where: 'Sandbox', source });

test('people who are deactivated are not said to be missing, and what can be done is said', () => {
  const members = [person('a', 'deactivated'), person('b', 'deactivated')];
  assert.equal(titleOf(members), '2 people are deactivated on Sandbox');
  assert.match(groupAbout(groupOf(2), members), /Reactivate the account, or map to another one$/);
  assert.equal(titleOf([person('Lena', 'deactivated')]), 'Lena is deactivated on Sandbox');
});

test('several causes are told apart under one title that holds for all of them', () => {
  const members = [person('a', 'deactivated'), person('b', 'unknown'), person('c', 'unknown')];
  assert.equal(titleOf(members), "3 people can't be matched on Sandbox");
  assert.match(groupAbout(groupOf(3), members), / · 1 deactivated, 2 unknown · Reactivate/);
});

test('what is not listed is not said to be like what is', () => {
  assert.equal(
    titleOf([person('a', 'deactivated')], 700),
    "700 people can't be matched on Sandbox",
  );
  assert.equal(titleOf([person('a', 'unknown')], 700), "700 people don't exist on Sandbox");
});

test('no two causes that need another remedy are said in the same words', () => {
  const alike = new Set<MissingCause>(['unknown', 'email-hidden']);
  const sentences = MISSING_CAUSES.filter((cause) => !alike.has(cause)).map((cause) =>
    faultWords({ kind: 'user', things: 2 }, new Set([cause]), 'X'),
  );
  sentences.push(faultWords({ kind: 'user', things: 2 }, new Set(alike), 'X'));
  assert.equal(new Set(sentences).size, sentences.length);
});

test('references within the schema are not said to lead to another one', () => {
  const group = groupOf(3, {
    kind: 'reference',
    schema: { name: 'Computers', key: 'COMP', backupId: 'b' },
  });
  assert.equal(
    groupTitle(group, [], { where: 'Sandbox', source }),
    "3 references to objects of Computers that aren't part of this restore",
  );
});

test('a report has a reason for each cause', async () => {
  const leftOut = (value: string, cause: MissingCause) => ({
    attribute: 'Owner',
    value,
    reason: 'why',
    missing: 'user' as const,
    cause,
  });
  const line: RestoreLine = {
    sourceId: '1',
    sourceKey: 'COMP-1',
    label: 'Laptop',
    typeName: 'Laptop',
    outcome: 'created',
    leftOut: [leftOut('a', 'deactivated'), leftOut('b', 'unknown'), leftOut('c', 'unknown')],
  };
  async function* lines() {
    yield line;
  }
  const reasons = reasonsView(await skipReasons(lines()), [], 'Sandbox');
  assert.deepEqual(
    reasons.map(({ title }) => title),
    ["2 people don't exist on Sandbox", '1 person is deactivated on Sandbox'],
  );
  assert.match(reasons[1]?.about ?? '', /Reactivate/);
});
