import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { asTree, depthsOf } from '../../../../../src/core/backups/inside/structure/as-tree.ts';
import { sortStructure } from '../../../../../src/core/compare/structure/schema-structure.ts';

const types = fc
  .array(fc.option(fc.nat({ max: 12 }), { nil: null }), { maxLength: 12 })
  .map((parents) =>
    parents.map((parent, at) => ({
      id: String(at),
      parentId: parent === null ? null : String(parent),
    })),
  );

/** From a type to its top; undefined where there is none. */
function wayUp(all: { id: string; parentId: string | null }[], id: string): string[] | undefined {
  const way: string[] = [];
  for (let at: string | null = id; at !== null;) {
    if (way.includes(at)) return undefined;
    way.push(at);
    at = all.find((each) => each.id === at)?.parentId ?? null;
  }
  return way;
}

test('whatever types say of their parents, all of them stand in a tree, and only what is in a circle or has no parent is moved', () => {
  fc.assert(
    fc.property(types, (given) => {
      const tree = asTree(given);
      assert.deepEqual(
        tree.map(({ id }) => id),
        given.map(({ id }) => id),
      );
      const depths = depthsOf(tree);
      for (const [at, { id, parentId }] of tree.entries()) {
        const way = wayUp(tree, id);
        assert.ok(way, `${id} has a top`);
        assert.equal(depths.get(id), way.length - 1);
        if (parentId === given[at]!.parentId) continue;
        const isLost = !given.some((each) => each.id === given[at]!.parentId);
        assert.ok(isLost || wayUp(given, id) === undefined);
      }
    }),
    { numRuns: 500 },
  );
});

test('of two that are each other’s parents the lower one stands at the top; a parent of its own too', () => {
  const parent = (id: string, parentId: string | null) => ({ id, parentId });
  assert.deepEqual(asTree([parent('12', '5'), parent('5', '12'), parent('7', '12')]), [
    parent('12', '5'),
    parent('5', null),
    parent('7', '12'),
  ]);
  assert.deepEqual(asTree([parent('3', '3')]), [parent('3', null)]);
});

test('a chain of ten thousand types is no stack of calls', () => {
  const chain = Array.from({ length: 10_000 }, (_none, at) => ({
    id: String(at),
    parentId: at === 0 ? null : String(at - 1),
  }));
  assert.equal(depthsOf(asTree(chain.toReversed())).get('9999'), 9_999);
});

test('a structure with a circle of types is sorted, and says who stands at the top for it', () => {
  const type = (id: string, parentId: string | null) => ({
    id,
    parentId,
    name: `Type ${id}`,
    description: '',
    iconId: '1',
    iconName: '',
    position: 0,
    inherited: true,
    abstract: false,
  });
  const { types, lostParents } = sortStructure({
    schema: { id: '1', name: 'S', key: 'S', description: '' },
    types: [type('3', null), type('2', '1'), type('1', '2')],
    attributes: [],
    statuses: [],
    referenceTypes: [],
  });
  assert.deepEqual(
    [types.map(({ id, parentId }) => [id, parentId]), lostParents],
    [
      [
        ['1', null],
        ['3', null],
        ['2', '1'],
      ],
      ['1'],
    ],
  );
});
