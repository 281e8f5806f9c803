import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { BackupRecord } from '../../../../../src/core/storages/records/backup-record.ts';
import type { BackupReader } from '../../../../../src/core/storages/records/backup-reader.ts';
import type { ObjectGraph } from '../../../../../src/core/restores/objects/object-graph.ts';
import { Bodies } from '../../../../../src/core/restores/write/objects/bodies.ts';
import { Intents } from '../../../../../src/core/restores/write/objects/create/intents.ts';
import { runParallel } from '../../../../../src/core/assets/reading/run-parallel.ts';
import { systemClock } from '../../../../../src/clock.ts';
import { watchEventLoop } from '../../../../support/loop/watch-event-loop.ts';

watchEventLoop();
const SIZE = 12;

/** A graph in which nodes share ids. */
const graphOf = (ids: readonly number[]): ObjectGraph =>
  ({
    size: ids.length,
    idOf: (node: number) => String(ids[node]),
    typeOf: () => '5',
    weightOf: () => 1,
    nodeOf: (id: string | number) => ids.indexOf(Number(id)),
  }) as unknown as ObjectGraph;

const record = (id: number): BackupRecord => ({
  kind: 'object',
  type: '5',
  id: String(id),
  label: '',
  body: { id: String(id), typeId: '5', key: `A-${id}`, label: '', values: {} },
});
const readerOf = (held: readonly number[]) => {
  const asked = { times: 0 };
  const getMany = async (keys: { id: string }[]) => {
    asked.times += 1;
    return held.filter((id) => keys.some((key) => key.id === String(id))).map(record);
  };
  return { asked, reader: { getMany } as unknown as BackupReader };
};

test('an object that a backup lists and does not have ends the waiting for it, with Damaged', async () => {
  const { reader } = readerOf([2]);
  const bodies = new Bodies(reader, graphOf([1, 2]), () => [0, 1]);
  await assert.rejects(bodies.take(0), { code: 'damaged', message: /1/ });
  assert.equal((await bodies.take(1)).id, '2');
});

test('whatever a backup has of what it lists, twice or not at all, each taking ends after few readings', async () => {
  const ids = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: SIZE });
  await fc.assert(
    fc.asyncProperty(ids, fc.uniqueArray(fc.integer({ min: 1, max: 8 })), async (all, held) => {
      const { reader, asked } = readerOf(held);
      const nodes = all.map((_id, node) => node);
      const bodies = new Bodies(reader, graphOf(all), () => nodes);
      await Promise.allSettled(nodes.map((node) => bodies.take(node)));
      assert.ok(asked.times <= nodes.length, `${asked.times} readings for ${nodes.length}`);
    }),
  );
});

test('whatever is said to come next, noting an object ends', async () => {
  const nexts = fc.array(fc.integer({ min: -2, max: SIZE + 2 }), { maxLength: SIZE });
  await fc.assert(
    fc.asyncProperty(nexts, async (next) => {
      let saves = 0;
      const intents = new Intents(
        SIZE,
        () => next,
        async () => {
          saves += 1;
        },
      );
      await Promise.all(Array.from({ length: SIZE }, (_none, node) => intents.cover(node)));
      assert.ok(saves <= SIZE);
    }),
  );
});

test('tasks that fail, or end before they are waited for, leave no reading waiting', async () => {
  const outcomes = fc.array(fc.constantFrom('now', 'later', 'fails'), { maxLength: SIZE });
  await fc.assert(
    fc.asyncProperty(outcomes, async (all) => {
      const left = [...all];
      const next = () => {
        const outcome = left.shift();
        if (outcome === undefined) return null;
        return async () => {
          if (outcome === 'later') await systemClock.sleep(0);
          if (outcome === 'fails') throw new Error('failed');
          return outcome;
        };
      };
      const pace = { signal: new AbortController().signal, clock: systemClock };
      const read = async () => {
        for await (const _outcome of runParallel(next, pace));
      };
      if (all.includes('fails')) await assert.rejects(read());
      else await read();
    }),
    { numRuns: 30 },
  );
});
