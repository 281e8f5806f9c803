import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  choicesOf,
  RestoreInput,
  sameChoices,
  type Choice,
} from '../../../src/core/restores/restore-input.ts';

const input = {
  siteId: 's',
  place: { siteUrl: 'https://a', siteKey: 'w' },
  schema: { kind: 'new', name: 'N', key: 'NN' },
  typeIds: null,
  existing: 'overwrite',
  clearEmpty: false,
  keepOriginalKey: false,
  changeDefinitions: false,
};
const read = (more: object): RestoreInput => RestoreInput.parse({ ...input, ...more });
const NAMES = [
  'stop',
  '',
  '__proto__',
  'constructor',
  'toString',
  'a.b',
  '$where',
  'typed',
  'to:x',
];
const choice = fc
  .oneof(
    fc.record({
      kind: fc.constantFrom('user', 'group', 'reference'),
      id: fc.constantFrom(...NAMES),
      rule: fc.constant('stop'),
    }),
    fc.record({
      kind: fc.constantFrom('user', 'group', 'reference'),
      id: fc.constantFrom(...NAMES),
      rule: fc.constant('map'),
      to: fc.constantFrom(...NAMES),
    }),
  )
  .map((each) => ({ ...each })) as fc.Arbitrary<Choice>;
const choices = fc.uniqueArray(choice, { selector: ({ kind, id }) => `${kind}:${id}` });

test('whatever a group is called, it is a name and no command, and comes back from the database', () => {
  fc.assert(
    fc.property(choices, (chosen) => {
      const stored = JSON.parse(JSON.stringify({ ...input, choices: chosen })) as object;
      const back = read(stored).choices;
      assert.deepEqual(back, chosen);
      for (const each of chosen) assert.deepEqual(choicesOf(back, each.kind).get(each.id), each);
      for (const name of NAMES)
        if (!chosen.some((each) => each.kind === 'group' && each.id === name))
          assert.equal(choicesOf(back, 'group').get(name), undefined);
      assert.ok(sameChoices(back, chosen.toReversed()));
    }),
  );
});

test('choices that differ in anything are not the same', () => {
  fc.assert(
    fc.property(choices, choices, (a, b) => {
      const plain = (list: Choice[]): string[] => list.map((each) => JSON.stringify(each)).sort();
      assert.equal(sameChoices(a, b), plain(a).join() === plain(b).join());
    }),
  );
});

test('what earlier versions chose is still done', () => {
  assert.deepEqual(
    read({ choices: { user: { a: 'b', c: '', d: 'stop' }, reference: { 12: '7' } } }).choices,
    [
      { kind: 'user', id: 'a', rule: 'map', to: 'b' },
      { kind: 'user', id: 'd', rule: 'stop' },
      { kind: 'reference', id: '12', rule: 'map', to: '7' },
    ],
  );
  assert.deepEqual(read({ choices: {} }).choices, []);
  assert.deepEqual(read({ choices: [], people: { a: 'b', c: '' } }).people, [
    ['a', 'b'],
    ['c', ''],
  ]);
});
