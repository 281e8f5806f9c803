import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  lineage as lineageIn,
  type TypeLink,
} from '../../../../../src/core/backups/inside/structure/as-tree.ts';

const type = (id: string, parentId: string | null, inherited: boolean) => ({
  id,
  parentId,
  inherited,
});

const lineage = (types: TypeLink[], typeId: string): string[] =>
  lineageIn(new Map(types.map((each) => [each.id, each])), typeId);

test('a type has the attributes of its ancestors as far as each hands them on', () => {
  const types = [
    type('1', null, true),
    type('2', '1', true),
    type('3', '2', false),
    type('4', '3', false),
  ];
  assert.deepEqual(lineage(types, '3'), ['1', '2', '3']);
  assert.deepEqual(lineage(types, '4'), ['4'], 'its parent keeps its attributes to itself');
  assert.deepEqual(lineage(types, '1'), ['1']);
});

test('a parent that is missing, or a circle, ends the line', () => {
  assert.deepEqual(lineage([type('2', '9', true)], '2'), ['2']);
  assert.deepEqual(lineage([type('1', '2', true), type('2', '1', true)], '1'), ['2', '1']);
});
