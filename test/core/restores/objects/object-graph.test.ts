import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { closingEdges } from '../../../../src/core/restores/objects/closing-edges.ts';
import { CreationQueue } from '../../../../src/core/restores/objects/creation-queue.ts';
import { GraphBuilder } from '../../../../src/core/restores/objects/graph-builder.ts';
import type { ObjectGraph } from '../../../../src/core/restores/objects/object-graph.ts';
import { ObjectDifferences } from '../../../../src/core/restores/objects/object-differences.ts';
import { ObjectMatches } from '../../../../src/core/restores/objects/object-matches.ts';
import { atOnce } from '../../../support/loop/at-once.ts';

interface Plain {
  id: string;
  typeId: string;
  references: string[];
}

const ids = fc.integer({ min: 1, max: 40 }).map((id) => String(id * 37));
/** Few ids, so that most references lead inside. */
const plainObjects = fc.uniqueArray(
  fc.record({
    id: ids,
    typeId: fc.constantFrom('7', '8', '900719'),
    references: fc.array(fc.oneof(ids, fc.constantFrom('1', '9007199254740991')), { maxLength: 6 }),
  }),
  { selector: ({ id }) => id, maxLength: 30 },
);

function graphOf(objects: Plain[]): ObjectGraph {
  const builder = new GraphBuilder();
  for (const { id, typeId, references } of objects) builder.add(typeId, id, references);
  return atOnce(builder.build());
}
const targetsOf = (graph: ObjectGraph, node: number): number[] => {
  const { from, to } = graph.edgesOf(node);
  return Array.from({ length: to - from }, (_none, at) => graph.target(from + at));
};

/** Nodes that can be reached from one by one step or more. */
function reachable(
  graph: ObjectGraph,
  node: number,
  passes: (edge: number, target: number) => boolean,
): Set<number> {
  const found = new Set<number>();
  const open = [node];
  while (open.length > 0) {
    const { from, to } = graph.edgesOf(open.pop()!);
    for (let edge = from; edge < to; edge += 1) {
      const target = graph.target(edge);
      if (target >= 0 && passes(edge, target) && !found.has(target)) {
        found.add(target);
        open.push(target);
      }
    }
  }
  return found;
}

test('a graph says of every object what was added, and of every reference where it leads', () => {
  fc.assert(
    fc.property(plainObjects, (objects) => {
      const graph = graphOf(objects);
      const inside = new Map(objects.map(({ id }, node) => [id, node]));
      assert.deepEqual(
        [graph.size, graph.edges],
        [objects.length, objects.reduce((sum, { references }) => sum + references.length, 0)],
      );
      objects.forEach(({ id, typeId, references }, node) => {
        assert.deepEqual(
          [graph.idOf(node), graph.typeOf(node), graph.nodeOf(id), graph.nodeOf(Number(id))],
          [id, typeId, node, node],
        );
        assert.deepEqual(
          targetsOf(graph, node),
          references.map((reference) => inside.get(reference) ?? -1),
        );
      });
      const outside = new Map<string, number>();
      for (const reference of objects.flatMap(({ references }) => references))
        if (!inside.has(reference)) outside.set(reference, (outside.get(reference) ?? 0) + 1);
      assert.deepEqual(graph.outside, outside);
      assert.equal(graph.nodeOf('123456789'), -1);
    }),
  );
});

test('a graph grows over the sizes of its lists', () => {
  const graph = graphOf(
    Array.from({ length: 3_000 }, (_none, at) => ({
      id: String(3_000 - at),
      typeId: String(at % 700),
      references: [String(at + 1), '5000'],
    })),
  );
  for (const node of [0, 1023, 1024, 2999])
    assert.deepEqual(
      [graph.idOf(node), graph.typeOf(node), graph.nodeOf(3_000 - node), targetsOf(graph, node)],
      [String(3_000 - node), String(node % 700), node, [2_999 - node, -1]],
    );
  assert.deepEqual([...graph.outside], [['5000', 3_000]]);
});

const withThere = plainObjects.chain((objects) =>
  fc.record({
    objects: fc.constant(objects),
    present: fc.array(fc.boolean(), { minLength: objects.length, maxLength: objects.length }),
  }),
);

test('without the edges that close a cycle there is none left, and every one of them was in a cycle of objects that are not there', () => {
  fc.assert(
    fc.property(withThere, ({ objects, present }) => {
      const graph = graphOf(objects);
      const there = (node: number): boolean => present[node]!;
      const closing = atOnce(closingEdges(graph, there));
      for (let node = 0; node < graph.size; node += 1) {
        const { from, to } = graph.edgesOf(node);
        if (!there(node))
          assert.ok(
            !reachable(graph, node, (edge, target) => closing[edge] === 0 && !there(target)).has(
              node,
            ),
            'no cycle is left',
          );
        for (let edge = from; edge < to; edge += 1) {
          if (closing[edge] === 0) continue;
          const target = graph.target(edge);
          assert.ok(
            target >= 0 && !there(target) && !there(node),
            'what is there waits for nobody',
          );
          assert.ok(
            target === node || reachable(graph, target, (_edge, other) => !there(other)).has(node),
            'it leads back',
          );
        }
      }
    }),
  );
});

test('chains of a hundred thousand objects are walked without a deep stack', () => {
  const size = 100_000;
  const builder = new GraphBuilder();
  for (let id = 1; id <= size; id += 1) builder.add('1', String(id), [String((id % size) + 1)]);
  const closing = atOnce(closingEdges(atOnce(builder.build()), () => false));
  assert.equal(
    closing.reduce((sum, each) => sum + each, 0),
    1,
  );
});

/** The other objects of the backup that this one points to by references that do not close. */
function waitsFor(graph: ObjectGraph, node: number, closing: Uint8Array): number[] {
  const { from, to } = graph.edgesOf(node);
  const edges = Array.from({ length: to - from }, (_none, at) => from + at);
  return edges
    .filter((edge) => closing[edge] !== 1)
    .map((edge) => graph.target(edge))
    .filter((target) => target >= 0 && target !== node);
}

test('the queue gives every object that is not there once, after all that it waits for, in whatever order they are settled', () => {
  fc.assert(
    fc.property(withThere, fc.infiniteStream(fc.nat()), ({ objects, present }, choices) => {
      const graph = graphOf(objects);
      const there = (node: number): boolean => present[node]!;
      const closing = atOnce(closingEdges(graph, there));
      const queue = new CreationQueue(graph, closing, there);
      const settled = new Set<number>();
      const taken = new Set<number>();
      const open: number[] = [];
      for (;;) {
        const peeked = queue.peek(3);
        for (let node = queue.take(); node !== undefined; node = queue.take()) {
          if (peeked.length > 0) assert.equal(peeked.shift(), node);
          assert.ok(!taken.has(node) && !there(node), 'once, and only what is not there');
          assert.ok(
            waitsFor(graph, node, closing).every((target) => there(target) || settled.has(target)),
            'what it waits for is settled',
          );
          taken.add(node);
          open.push(node);
        }
        if (open.length === 0) break;
        const [node] = open.splice(choices.next().value! % open.length, 1) as [number];
        if (choices.next().value! % 4 === 0 && !settled.has(-node - 1)) {
          settled.add(-node - 1);
          taken.delete(node);
          queue.putBack(node);
        } else {
          settled.add(node);
          queue.settle(node);
        }
      }
      assert.equal(taken.size, present.filter((each) => !each).length);
    }),
  );
});

test('objects are matched one to one, whatever is tried', () => {
  fc.assert(
    fc.property(
      plainObjects,
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 20 }), fc.boolean()), {
        maxLength: 80,
      }),
      (objects, tries) => {
        if (objects.length === 0) return;
        const matches = new ObjectMatches(graphOf(objects));
        const model = new Map<number, { target: number; own: boolean }>();
        for (const [at, target, own] of tries) {
          const node = at % objects.length;
          const free =
            !model.has(node) && ![...model.values()].some((each) => each.target === target);
          assert.equal(matches.match(node, String(target), own), free);
          if (free) model.set(node, { target, own });
        }
        assert.equal(matches.matched, model.size);
        objects.forEach((_object, node) => {
          const known = model.get(node);
          assert.deepEqual(
            [matches.has(node), matches.targetOf(node), matches.isOwn(node)],
            [known !== undefined, known && String(known.target), known?.own ?? false],
          );
          if (known) assert.equal(matches.nodeOf(String(known.target)), node);
        });
        assert.equal(matches.nodeOf('777'), -1);
      },
    ),
  );
});

test('what differs is what was noted last, and each object counts once', () => {
  fc.assert(
    fc.property(
      plainObjects,
      fc.array(fc.tuple(fc.nat(), fc.uniqueArray(fc.constantFrom('1', '2', '10', '12'))), {
        maxLength: 60,
      }),
      (objects, notes) => {
        if (objects.length === 0) return;
        const differences = new ObjectDifferences(graphOf(objects));
        const model = new Map<number, string[]>();
        for (const [at, attributes] of notes) {
          differences.note(at % objects.length, attributes);
          model.set(at % objects.length, attributes);
        }
        objects.forEach((_object, node) =>
          assert.deepEqual([...differences.of(node)].sort(), [...(model.get(node) ?? [])].sort()),
        );
        assert.equal(
          differences.count,
          [...model.values()].filter((each) => each.length > 0).length,
        );
      },
    ),
  );
});

test('an object that was added twice is one node, the one that is chosen, with its own references', () => {
  const twice = (): GraphBuilder => {
    const builder = new GraphBuilder();
    builder.add('1', '5', ['6'], 10);
    builder.add('1', '6', []);
    builder.add('2', '5', ['7', '6'], 20);
    builder.add('2', '7', ['5']);
    builder.add('3', '5', ['99'], 30);
    return builder;
  };
  const nodes = (graph: ObjectGraph) =>
    Array.from({ length: graph.size }, (_none, node) => {
      const { from, to } = graph.edgesOf(node);
      const edges = Array.from({ length: to - from }, (_edge, at) => graph.target(from + at));
      const targets = edges.map((target) => (target < 0 ? 'outside' : graph.idOf(target)));
      return [graph.typeOf(node), graph.idOf(node), graph.weightOf(node), targets];
    });
  assert.deepEqual(nodes(atOnce(twice().build())), [
    ['1', '6', 0, []],
    ['2', '7', 0, ['5']],
    ['3', '5', 30, ['outside']],
  ]);
  const middle = atOnce(twice().build((a, b) => (a === 2 || b === 2 ? 2 : b)));
  assert.deepEqual(nodes(middle), [
    ['1', '6', 0, []],
    ['2', '5', 20, ['7', '6']],
    ['2', '7', 0, ['5']],
  ]);
  assert.deepEqual(
    ['1', '2', '3'].map((type) => middle.holds(type, '5')),
    [false, true, false],
  );
});
