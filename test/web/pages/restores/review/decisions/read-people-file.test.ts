import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Unresolved } from '../../../../../../src/core/restores/resolve/unresolved.ts';
import type { Call } from '../../../../../../src/web/handling/call.ts';
import { peopleFile } from '../../../../../../src/web/pages/restores/review/decisions/people-file.ts';
import {
  peopleMistakes,
  readPeopleFile,
} from '../../../../../../src/web/pages/restores/review/decisions/read-people-file.ts';

const person = (id: string): Unresolved =>
  ({ kind: 'user', id, name: id, uses: 1, why: '', mappable: true, options: [] }) as Unresolved;
const plan = {
  unresolved: ['JIRAUSER10100', 'JIRAUSER10101', 'ada'].map(person),
  groups: [
    { id: 'user', kind: 'user' as const, things: 3, values: 3, attributes: [], attributeCount: 0 },
  ],
};

test('a file says who stands for whom, however a spreadsheet separates and quotes it', () => {
  const text =
    '\uFEFFold key,new account,name\r\nJIRAUSER10100,5b10:a,"Doe, Jane"\r\n"JIRAUSER10101";"b@example.com"\r\nada,,\r\n\r\n';
  const { choices, mistakes } = readPeopleFile(text, plan);
  assert.deepEqual(mistakes, []);
  assert.deepEqual(
    choices.map((each) => [each.id, each.rule, 'to' in each && each.to]),
    [
      ['JIRAUSER10100', 'map', '5b10:a'],
      ['JIRAUSER10101', 'map', 'b@example.com'],
    ],
  );
});

test('bad lines are told by their numbers, also what the destination says of an account', () => {
  const text = 'ada,5b10\nada,5b11\nnobody,5b12\nJIRAUSER10100,not an account\n';
  const file = readPeopleFile(text, plan);
  assert.deepEqual(
    file.mistakes.map((each) => each.slice(0, 30)),
    [
      'Line 2: "ada" has a line above',
      'Line 3: "nobody" isn\'t one of ',
      'Line 4: "not an account": This',
    ],
  );
  const lost = readPeopleFile('ada,5b10', plan);
  const refused = { 'user:ada': 'Nobody has it.', 'all:user': 'Gone.' };
  assert.deepEqual(peopleMistakes(refused, lost), {
    mistakes: ['Line 1: Nobody has it.'],
    others: { 'all:user': 'Gone.' },
  });
});

test('of many bad lines the first are told, and the others counted', () => {
  const mistakesOf = (length: number): readonly string[] => {
    const text = Array.from({ length }, (_none, at) => `x${at},5b10`).join('\n');
    return readPeopleFile(text, plan).mistakes;
  };
  assert.equal(mistakesOf(30).length, 11);
  assert.equal(mistakesOf(30)[10], "20 more lines can't be used.");
  assert.equal(mistakesOf(11)[10], "1 more line can't be used.");
});

test('everybody who is missing can be downloaded, and the file goes back as it is', async () => {
  const chosen = [{ kind: 'user', id: 'ada', rule: 'map', to: '5b10' }];
  const state = { plan, input: { choices: chosen } };
  const call = {
    restorePlans: { get: async () => state },
    caller: { tenant: { id: 'alice' } },
    params: { id: '0123456789abcdef01234567' },
  } as unknown as Call<'restorePlans', 'id'>;
  const { file } = await peopleFile(call);
  let text = '';
  for await (const part of file.parts) text += part;
  assert.equal(file.name, 'people-234567.csv');
  assert.equal(text.split('\r\n').length, 5);
  const { choices, mistakes } = readPeopleFile(text, plan);
  assert.deepEqual([choices, mistakes], [chosen, []]);
});
