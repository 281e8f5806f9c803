import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RestorePlan } from '../../../../../../src/core/restores/plan/restore-plan.ts';
import { choicesOf, type Choices } from '../../../../../../src/core/restores/restore-input.ts';
import type { Unresolved } from '../../../../../../src/core/restores/resolve/unresolved.ts';
import { choiceField } from '../../../../../../src/core/use-cases/restores/confirm-choices.ts';
import { choiceLineView } from '../../../../../../src/web/pages/restores/review/decisions/choice-line-view.ts';
import {
  choiceErrors,
  readChoices,
} from '../../../../../../src/web/pages/restores/review/decisions/read-choices.ts';
import type { PlanChoice } from '../../../../../../src/core/restores/plan/plan-choices.ts';
import { groupStates } from '../../../../../../src/web/pages/restores/review/decisions/plan-figures.ts';
import { readDecisions } from '../../../../../../src/web/pages/restores/review/decisions/sent-decisions.ts';
import { mapTo } from '../../../../../support/restores/map-to.ts';

const thing = (
  kind: Unresolved['kind'],
  id: string,
  more: Partial<Unresolved> = {},
): Unresolved => ({
  kind,
  id,
  name: id,
  uses: 1,
  why: 'Because.',
  mappable: false,
  options: [],
  ...more,
});
const many = Array.from({ length: 60 }, (_none, at) => ({ id: `id:${at}`, name: `Project ${at}` }));
const unresolved = [
  thing('user', '557058:a-b', { mappable: true }),
  thing('group', 'old group', { mappable: true, options: [{ id: 'new:1', name: 'New' }] }),
  thing('reference', '12'),
  thing('project', 'P', { mappable: true, options: many }),
];
const plan = { unresolved } as RestorePlan;
const read = (form: Record<string, string>) => readChoices(form, plan);

test('rules come back by kind and id, whatever signs an id has', () => {
  assert.deepEqual(
    read({
      'choice-user-0': 'typed',
      'choice-user-0-to': ' 712020:x ',
      'choice-group-1': 'to:new:1',
      'choice-reference-2': 'stop',
      'choice-project-3': 'typed',
      'choice-project-3-to': 'Project 7',
    }),
    {
      choices: [
        { kind: 'user', id: '557058:a-b', rule: 'map', to: '712020:x' },
        { kind: 'group', id: 'old group', rule: 'map', to: 'new:1' },
        { kind: 'reference', id: '12', rule: 'stop' },
        { kind: 'project', id: 'P', rule: 'map', to: 'id:7' },
      ],
      errors: {},
    },
  );
});

test('what is left empty, and what cannot be chosen, is not named', () => {
  assert.deepEqual(
    read({
      'choice-group-1': 'to:nobody',
      'choice-reference-2': 'typed',
      'choice-reference-2-to': '7',
      'choice-user-9': 'stop',
    }),
    { choices: [], errors: {} },
  );
});

test('an account that is not typed, or typed wrongly, is a mistake beside its field', () => {
  const { choices, errors } = read({
    'choice-user-0': 'typed',
    'choice-project-3': 'typed',
    'choice-project-3-to': 'Nowhere',
  });
  assert.deepEqual(choices, []);
  assert.deepEqual(Object.keys(errors), ['choice-user-0-to', 'choice-project-3-to']);
  assert.match(
    read({ 'choice-user-0': 'typed', 'choice-user-0-to': 'a b' }).errors['choice-user-0-to']!,
    /isn't an account ID/,
  );
});

const chosenFor = (each: Unresolved, choices: Choices) =>
  choicesOf(choices, each.kind).get(each.id);

test('stored choices are shown again as they were made', () => {
  const { choices } = read({
    'choice-user-0': 'typed',
    'choice-user-0-to': '712020:x',
    'choice-group-1': 'to:new:1',
    'choice-reference-2': 'stop',
    'choice-project-3': 'typed',
    'choice-project-3-to': 'Project 7',
  });
  const lines = unresolved.map((each, at) => choiceLineView(each, at, chosenFor(each, choices)));
  assert.deepEqual(
    lines.map(({ rules }) => rules.find((rule) => rule.chosen)?.value),
    ['typed', 'to:new:1', 'stop', 'typed'],
  );
  assert.deepEqual(
    lines.map(({ typed }) => typed),
    ['712020:x', '', '', 'Project 7'],
  );
});

test('many options are offered while one types, few as rules', () => {
  const [user, group, , project] = unresolved.map((each, at) =>
    choiceLineView(each, at, undefined),
  );
  assert.deepEqual(
    [user!.typable, group!.typable, project!.typable],
    [
      { label: 'Account ID instead of 557058:a-b', placeholder: 'Account ID', list: false },
      false,
      { label: 'Map P to', placeholder: 'Start typing', list: 'options-project' },
    ],
  );
  assert.deepEqual(
    group!.rules.map(({ text }) => text),
    ['Leave empty', "Stop: don't restore", 'Map to New'],
  );
  assert.equal(project!.rules.length, 3);
});

test('names of fields are such as a form may have', () => {
  for (const [at, each] of unresolved.entries())
    assert.match(choiceLineView(each, at, undefined).field, /^[A-Za-z][\w-]{0,60}$/);
});

test('in place of an object another one is typed, by key or id; a group that no list offers cannot be mapped', () => {
  const open = [
    thing('reference', '12', { mappable: true }),
    thing('group', 'g', { mappable: true }),
  ];
  const readOpen = (to: string) =>
    readChoices(
      {
        'choice-reference-0': 'typed',
        'choice-reference-0-to': to,
        'choice-group-1': 'typed',
        'choice-group-1-to': 'x',
      },
      { unresolved: open } as RestorePlan,
    );
  for (const to of ['77', 'ITSM-12'])
    assert.deepEqual(readOpen(to), { choices: mapTo({ reference: { 12: to } }), errors: {} });
  for (const [to, error] of [
    ['', /^Enter the key of the object/],
    ['5b10:x', /^This isn't an object key/],
    ['A" OR 1', /^This isn't an object key/],
  ] as const)
    assert.match(readOpen(to).errors['choice-reference-0-to']!, error);
  assert.deepEqual(
    choiceLineView(open[0]!, 0, undefined).rules.map(({ text }) => text),
    ['Leave empty', "Stop: don't restore", 'Map to an object…'],
  );
  assert.deepEqual(
    choiceLineView(open[1]!, 1, undefined).rules.map(({ value }) => value),
    ['', 'stop'],
  );
});

test('what core refuses of a choice stands beside the field that it was made in', () => {
  assert.deepEqual(
    choiceErrors(
      {
        choices: 'All.',
        [choiceField('user', '557058:a-b')]: 'Nobody.',
        [choiceField('project', 'P')]: 'Gone.',
        [choiceField('user', 'other')]: 'Not here.',
      },
      plan,
    ),
    { 'choice-user-0-to': 'Nobody.', 'choice-project-3-to': 'Gone.' },
  );
});

test('attributes of kinds that are lacking become text unless it is said otherwise', () => {
  const attribute = thing('attribute', '7');
  const sent = (rule?: string) =>
    readChoices(rule === undefined ? {} : { 'choice-attribute-0': rule }, {
      unresolved: [attribute],
    }).choices;
  assert.deepEqual([sent(), sent('text'), sent('to:1')], [[], [], []]);
  assert.deepEqual(sent(''), [{ kind: 'attribute', id: '7', rule: 'empty' }]);
  assert.deepEqual(sent('stop'), [{ kind: 'attribute', id: '7', rule: 'stop' }]);
  const shown = (choice?: Choices[number]) =>
    choiceLineView(attribute, 0, choice).rules.find(({ chosen }) => chosen)?.text;
  assert.equal(shown(), 'Keep as text');
  assert.equal(shown({ kind: 'attribute', id: '7', rule: 'empty' }), 'Leave empty');
  assert.equal(shown({ kind: 'attribute', id: '7', rule: 'text' }), 'Keep as text');
});

test('a group of attributes counts as kept until it is left empty, and reads back as it was sent', () => {
  const group = {
    id: 'attribute',
    kind: 'attribute' as const,
    things: 2,
    values: 10,
    attributes: [],
    attributeCount: 0,
  };
  const members = ['7', '8'].map((id) => thing('attribute', id, { uses: 5, group: 'attribute' }));
  const grouped = { groups: [group], unresolved: members };
  const stateOf = (choices: PlanChoice[]) => {
    const [state] = groupStates(grouped, choices);
    return [state!.mappedValues, state!.isMapped];
  };
  assert.deepEqual(stateOf([]), [10, true]);
  const { choices } = readDecisions({ 'rule-attribute': '' }, grouped);
  assert.deepEqual(choices, [{ kind: 'attribute', id: 'attribute', rule: 'empty-all' }]);
  assert.deepEqual(stateOf(choices), [0, false]);
  assert.deepEqual(stateOf([...choices, { kind: 'attribute', id: '7', rule: 'text' }]), [5, false]);
  const back = readDecisions({ 'rule-attribute': 'text' }, grouped);
  assert.deepEqual(back.choices, [{ kind: 'attribute', id: 'attribute', rule: 'unset-all' }]);
});
