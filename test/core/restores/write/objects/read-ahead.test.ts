import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BackupReader } from '../../../../../src/core/storages/records/backup-reader.ts';
import { closingEdges } from '../../../../../src/core/restores/objects/closing-edges.ts';
import { CreationQueue } from '../../../../../src/core/restores/objects/creation-queue.ts';
import { GraphBuilder } from '../../../../../src/core/restores/objects/graph-builder.ts';
import type { ObjectGraph } from '../../../../../src/core/restores/objects/object-graph.ts';
import { Bodies } from '../../../../../src/core/restores/write/objects/bodies.ts';
import { Intents } from '../../../../../src/core/restores/write/objects/create/intents.ts';
import { atOnce } from '../../../../support/loop/at-once.ts';

const SIZE = 30;
/** Each object names the one before it. */
function chain(weight = 0): ObjectGraph {
  const builder = new GraphBuilder();
  for (let id = 1; id <= SIZE; id += 1)
    builder.add('1', String(id), id === 1 ? [] : [String(id - 1)], weight);
  return atOnce(builder.build());
}
const queueOf = (graph: ObjectGraph): CreationQueue =>
  new CreationQueue(graph, atOnce(closingEdges(graph, () => false)), () => false);

/** A reader that counts how often it is asked, and for how many. */
function reader(): { asked: number[]; backup: BackupReader } {
  const asked: number[] = [];
  const getMany = async (keys: { type: string; id: string }[]) => {
    asked.push(keys.length);
    return keys.map(({ type, id }) => ({
      kind: 'object',
      type,
      id,
      label: id,
      body: { id, typeId: type, key: `A-${id}`, label: id, values: {} },
    }));
  };
  return { asked, backup: { getMany } as unknown as BackupReader };
}

test('what comes next is seen along the references, also behind what is not settled yet', () => {
  const queue = queueOf(chain());
  assert.deepEqual(queue.peek(4), [0, 1, 2, 3]);
  assert.equal(queue.take(), 0);
  assert.deepEqual(queue.peek(3), [1, 2, 3]);
  queue.putBack(0);
  assert.deepEqual(queue.peek(2), [0, 1]);
  assert.equal(queue.take(), 0);
  queue.settle(0);
  assert.deepEqual(queue.peek(2), [1, 2]);
});

test('an object that waits for another one too is not counted as next', () => {
  const builder = new GraphBuilder();
  for (const [id, references] of [
    ['1', []],
    ['2', []],
    ['3', ['1', '2']],
    ['4', ['1']],
  ] as const)
    builder.add('1', id, references);
  const queue = queueOf(atOnce(builder.build()));
  assert.deepEqual(queue.peek(1), [0]);
  assert.deepEqual(queue.peek(2), [0, 1]);
  assert.deepEqual(queue.peek(9), [0, 1, 3, 2]);
});

test('a chain of objects is read at once, and noted in chunks before it is sent', async () => {
  const graph = chain();
  const queue = queueOf(graph);
  const { asked, backup } = reader();
  const bodies = new Bodies(backup, graph, (count) => queue.peek(count));
  const noted: number[][] = [];
  const intents = new Intents(
    graph.size,
    () => queue.peek(10),
    async (nodes) => {
      noted.push(nodes);
    },
  );
  for (let node = queue.take(); node !== undefined; node = queue.take()) {
    assert.equal((await bodies.take(node)).id, graph.idOf(node));
    await intents.cover(node);
    assert.ok(noted.flat().includes(node));
    queue.settle(node);
  }
  assert.deepEqual(asked, [SIZE]);
  assert.deepEqual(
    noted.flat(),
    Array.from({ length: SIZE }, (_none, node) => node),
    'each once',
  );
  assert.ok(noted.length <= 4, `${noted.length} notes`);
});

test('of large objects few are read ahead', async () => {
  const graph = chain(5 << 20);
  const queue = queueOf(graph);
  const { asked, backup } = reader();
  const bodies = new Bodies(backup, graph, (count) => queue.peek(count));
  for (let node = queue.take(); node !== undefined; node = queue.take()) {
    await bodies.take(node);
    queue.settle(node);
  }
  assert.equal(Math.max(...asked), 3);
});

test('an object that the backup lists and does not have is damage, not a wait without an end', async () => {
  const graph = chain();
  const { backup } = reader();
  const getMany = backup.getMany.bind(backup);
  backup.getMany = async (keys) => getMany(keys.filter(({ id }) => id !== '7'));
  const bodies = new Bodies(backup, graph, () => [0, 1, 2, 3, 4, 5, 6, 7]);
  const taken = await Promise.allSettled([0, 6, 6, 1].map((node) => bodies.take(node)));
  assert.deepEqual(
    taken.map(({ status }) => status),
    ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
  );
  await assert.rejects(bodies.take(6), { code: 'damaged', message: /Object 7 is listed/ });
});

test("a note that fails is nobody's permission to write", async () => {
  let fails = true;
  const intents = new Intents(
    3,
    () => [1, 2],
    async () => {
      if (fails) throw new Error('the database is gone');
    },
  );
  await assert.rejects(Promise.all([intents.cover(0), intents.cover(1)]), /gone/);
  fails = false;
  await Promise.all([intents.cover(0), intents.cover(1), intents.cover(2)]);
});
