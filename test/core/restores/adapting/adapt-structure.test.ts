import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adaptStructure } from '../../../../src/core/restores/adapting/adapt-structure.ts';
import { leftEmptyBy } from '../../../../src/core/restores/left-empty-by.ts';
import type { Choices } from '../../../../src/core/restores/restore-input.ts';
import { adaptedNotes } from '../../../../src/core/restores/adapting/adapted-notes.ts';
import { adaptedNames } from '../../../../src/core/restores/adapting/adapted-name.ts';
import { textOfValue } from '../../../../src/core/restores/adapting/text-of-value.ts';
import type { AttributeDefinition } from '../../../../src/core/assets/model/definitions/attribute-definition.ts';
import type { SiteLimits } from '../../../../src/core/assets/ports/site/site-limits.ts';
import type { SchemaStructure } from '../../../../src/core/compare/structure/schema-structure.ts';

const LONG = 'Waiting for the approval of finance';
const attribute = (id: string, kind: AttributeDefinition['kind']): AttributeDefinition =>
  ({ id, name: `A${id}`, typeId: '1', kind, additionalValue: '77' }) as AttributeDefinition;
const type = (id: string, name: string) => ({ id, name }) as SchemaStructure['types'][number];
const status = (id: string, name: string) =>
  ({ id, name, category: 1 }) as SchemaStructure['statuses'][number];
const structure: SchemaStructure = {
  schema: { id: '9', name: 'S', key: 'S', description: '' },
  types: [type('1', 'A: B'), type('2', 'A- B'), type('3', 'Plain')],
  attributes: [attribute('1', 'version'), attribute('2', 'confluence'), attribute('3', 'user')],
  statuses: [status('1', LONG), status('2', `${LONG} again`), status('3', 'Done')],
  referenceTypes: [],
};
const LIMITS: SiteLimits = {
  reservedInNames: ['=', ';', ':', '?', '.', '"'],
  statusNameMax: 30,
  lacksKind: (kind) => kind === 'version' || kind === 'confluence',
};

test('names that the destination refuses become others, each once, and kinds that it lacks become text', () => {
  const { structure: adapted, adapted: what } = adaptStructure(structure, LIMITS, undefined);
  assert.deepEqual(
    adapted.types.map(({ name }) => name),
    ['A- B 2', 'A- B', 'Plain'],
  );
  const names = adapted.statuses.map(({ name }) => name);
  assert.deepEqual(names, [
    'Waiting for the approval of fi',
    'Waiting for the approval of 2',
    'Done',
  ]);
  assert.ok(names.every((name) => name.length <= 30));
  assert.deepEqual(
    adapted.attributes.map(({ kind, additionalValue }) => [kind, additionalValue]),
    [
      ['textarea', undefined],
      ['textarea', undefined],
      ['user', '77'],
    ],
  );
  assert.deepEqual(
    [...what.asText],
    [
      ['1', 'version'],
      ['2', 'confluence'],
    ],
  );
  const notes = adaptedNotes(adapted, what);
  assert.equal(notes.length, 4);
  assert.match(notes[0]!, /"A: B" as "A- B 2"/);
  assert.match(notes[2]!, /version attributes.*"A1" of A- B 2/);
});

test('a kind that an attribute of the destination has all the same is left', () => {
  const there = { attributes: [attribute('8', 'version')] };
  const { adapted } = adaptStructure(structure, LIMITS, there);
  assert.deepEqual([...adapted.asText.keys()], ['2']);
});

test('values of kinds that are lacking are left empty where that is chosen, for all or for one', () => {
  const leftEmpty = (choices: Choices): string[] => [
    ...adaptStructure(structure, LIMITS, undefined, leftEmptyBy(choices)).adapted.leftEmpty,
  ];
  const all = { kind: 'attribute', id: 'attribute', rule: 'empty-all' } as const;
  const one = { kind: 'attribute', id: '1' } as const;
  assert.deepEqual(leftEmpty([]), []);
  assert.deepEqual(leftEmpty([all]), ['1', '2']);
  assert.deepEqual(leftEmpty([all, { ...one, rule: 'text' }]), ['2']);
  assert.deepEqual(leftEmpty([{ ...one, rule: 'empty' }]), ['1']);
});

test('without limits nothing is adapted', () => {
  assert.equal(adaptStructure(structure, undefined, undefined).structure, structure);
});

test('a name keeps its own where another one would become it', () => {
  const names = adaptedNames(['a.b', 'a-b', 'A:B'], (name) => name.replace(/[.:]/g, '-'));
  assert.deepEqual(
    [...names],
    [
      ['a-b', 'a-b'],
      ['a.b', 'a-b 2'],
      ['A:B', 'A-B 3'],
    ],
  );
});

test('a name that is cut to make room for a number keeps its characters whole', () => {
  const names = adaptedNames(['a😀.', 'a😀-'], (name) => name.replace('.', '-'), 4);
  assert.deepEqual(
    [...names],
    [
      ['a😀-', 'a😀-'],
      ['a😀.', 'a 2'],
    ],
  );
});

test('a value of a kind that is lacking is called as a person calls it', () => {
  const beside = { displayValue: 'x', searchValue: '1', referencedType: false };
  assert.equal(textOfValue({ other: { version: { id: 1, name: '1.2' }, ...beside } }), '1.2');
  assert.equal(
    textOfValue({
      other: { ...beside, confluencePage: { id: 'p', title: 'Runbook', url: 'https://w/x/1' } },
    }),
    'Runbook https://w/x/1',
  );
  assert.equal(textOfValue({ version: '1', name: '1.2' }), '1.2');
  assert.equal(textOfValue({ version: '1' }), '1');
  assert.equal(
    textOfValue({ page: '7', name: 'Runbook', url: 'https://w/x/1' }),
    'Runbook https://w/x/1',
  );
  assert.equal(textOfValue({ page: 'https://w/x/1' }), 'https://w/x/1');
  assert.equal(textOfValue({ user: 'JIRAUSER1' }), 'JIRAUSER1');
  assert.equal(textOfValue({ other: { searchValue: '7' } }), '{"searchValue":"7"}');
});
