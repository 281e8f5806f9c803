import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InvalidInput } from '../../../../../src/core/kernel/errors.ts';
import type { PlanChoice } from '../../../../../src/core/restores/plan/plan-choices.ts';
import type { RestorePlan } from '../../../../../src/core/restores/plan/restore-plan.ts';
import type { Unresolved } from '../../../../../src/core/restores/resolve/unresolved.ts';
import type { PlanState } from '../../../../../src/core/use-cases/restores/plan-state.ts';
import type { Fields } from '../../../../../src/web/forms/fields.ts';
import { restoreGroupSave } from '../../../../../src/web/pages/restores/review/restore-group.ts';
import type { RestoreGroupView } from '../../../../../src/web/pages/restores/review/restore-group-view.ts';
import { evilPlan } from '../evil-plan.ts';

/** Of two pages and a bit. */
const PEOPLE = 45;
const person = (at: number): Unresolved => ({
  kind: 'user',
  id: `user-${at}`,
  name: `Person ${at}`,
  state: at % 2 === 0 ? 'unknown' : 'deleted',
  uses: 1,
  why: '',
  mappable: true,
  options: [],
});
const plan: RestorePlan = {
  ...evilPlan,
  unresolved: Array.from({ length: PEOPLE }, (_none, at) => person(at)),
  unresolvedCount: PEOPLE,
};

/** A drawer of people of whom the second is mapped already; what it sends is answered by `send`. */
function drawer() {
  const kept: PlanChoice[][] = [];
  const refused: Record<string, string> = {};
  const state = {
    run: { id: '0123456789abcdef01234567' },
    input: { choices: [{ kind: 'user', id: 'user-1', rule: 'map', to: '5b10:kept' }] },
    plan,
  } as unknown as PlanState;
  const restorePlans = {
    get: async () => state,
    decide: async (_state: PlanState, choices: PlanChoice[]) => {
      if (Object.keys(refused).length > 0) throw new InvalidInput(refused);
      kept.push(choices);
    },
  };
  const send = (form: Fields): ReturnType<typeof restoreGroupSave> =>
    restoreGroupSave({
      restorePlans,
      caller: { tenant: { id: 't' } },
      params: { id: '0123456789abcdef01234567', group: 'user' },
      form,
    } as unknown as Parameters<typeof restoreGroupSave>[0]);
  const sendAndSee = async (form: Fields): Promise<RestoreGroupView> => {
    const reply = await send(form);
    assert.ok(reply.view, 'the drawer stays open');
    return reply.model;
  };
  return { send, sendAndSee, kept, refused };
}

/** Every field of a drawer, as a browser sends it. */
function fieldsOf({ lines, carried, search, state, page, rule, file }: RestoreGroupView): Fields {
  const shown = lines.flatMap(({ field, rules, typed }) => [
    [field, rules.find(({ chosen }) => chosen)?.value ?? ''],
    [`${field}-to`, typed],
  ]);
  return {
    ...Object.fromEntries(shown),
    ...Object.fromEntries(carried.map(({ name, value }) => [name, value])),
    [rule.field]: rule.rules.find(({ chosen }) => chosen)?.value ?? '',
    search,
    state,
    shown: String(page),
    people: file?.typed ?? '',
  };
}

test('what is chosen in the drawer is kept by Apply alone; until then it is carried from page to page', async () => {
  const { send, sendAndSee, kept } = drawer();
  const first = fieldsOf(await sendAndSee({}));
  assert.equal(first['choice-user-1-to'], '5b10:kept');
  const chosen = {
    ...first,
    'choice-user-0': 'typed',
    'choice-user-0-to': '5b10:heir',
    'choice-user-1': 'group',
    'choice-user-2': 'stop',
  };
  const second = await sendAndSee({ ...chosen, page: '2' });
  assert.equal(second.from, '21');
  assert.deepEqual(
    second.carried,
    [
      { name: 'choice-user-0', value: 'typed' },
      { name: 'choice-user-0-to', value: '5b10:heir' },
      { name: 'choice-user-1', value: 'group' },
      { name: 'choice-user-2', value: 'stop' },
    ],
    'nothing of those that are as they were',
  );
  assert.equal(second.sum, "2 people with rules of their own, 43 with the group's.");
  const found = await sendAndSee({ ...fieldsOf(second), search: 'person 0' });
  assert.equal(found.lines[0]?.typed, '5b10:heir');
  assert.equal(kept.length, 0, 'Cancel would leave everything as it was');

  const closed = await send({ ...fieldsOf(found), done: 'on' });
  assert.deepEqual(closed, { events: ['close-dialog', 'restore-changed'] });
  assert.deepEqual(
    kept[0]?.filter(({ rule }) => rule !== 'unset-all').map(({ id, rule }) => [id, rule]),
    [
      ['user-0', 'map'],
      ['user-1', 'unset'],
      ['user-2', 'stop'],
    ],
  );
});

test('the state that was pressed, the rule of the group and the file stay on the way through the pages', async () => {
  const { sendAndSee } = drawer();
  const first = fieldsOf(await sendAndSee({}));
  const pressed = await sendAndSee({
    ...first,
    'rule-user': 'stop',
    people: 'user-3,5b10:heir',
    state: 'deleted',
  });
  assert.equal(pressed.total, '22');
  const next = await sendAndSee({ ...fieldsOf(pressed), page: '2' });
  assert.deepEqual(
    next.lines.map(({ name }) => name),
    ['Person 41', 'Person 43'],
  );
  assert.equal(next.states.find(({ chosen }) => chosen)?.value, 'deleted');
  assert.equal(next.rule.rules.find(({ chosen }) => chosen)?.value, 'stop');
  assert.equal(next.file?.typed, 'user-3,5b10:heir');
});

test('a rule that is not finished stops nobody from searching; Apply keeps nothing, and shows it wherever it is', async () => {
  const { sendAndSee, kept } = drawer();
  const first = fieldsOf(await sendAndSee({}));
  const unfinished = { ...first, 'choice-user-0': 'typed', 'choice-user-2': 'stop' };
  const searched = await sendAndSee({ ...unfinished, search: 'person 44' });
  assert.deepEqual(
    searched.lines.map(({ name, error }) => [name, error]),
    [['Person 44', undefined]],
  );
  const refused = await sendAndSee({ ...fieldsOf(searched), done: 'on' });
  assert.equal(refused.search, '');
  assert.match(refused.lines[0]?.error ?? '', /^Enter the account ID/);
  assert.equal(kept.length, 0);
});

test('what the destination refuses of the file is told there, and not of the line of that person', async () => {
  const { sendAndSee, refused } = drawer();
  const first = fieldsOf(await sendAndSee({}));
  Object.assign(refused, { 'user:user-40': 'Nobody has it.', 'user:user-44': 'Gone.' });
  const sent = { ...first, people: 'user-40,5b10:x', 'choice-user-44': 'typed' };
  const shown = await sendAndSee({ ...sent, 'choice-user-44-to': '5b10:y', done: 'on' });
  assert.deepEqual(shown.file?.mistakes, ['Line 1: Nobody has it.']);
  assert.equal(shown.page, 3);
  assert.deepEqual(
    shown.lines.flatMap(({ name, error }) => (error === undefined ? [] : [[name, error]])),
    [['Person 44', 'Gone.']],
  );
});
