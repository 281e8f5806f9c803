import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WriteRefused } from '../../../../../src/core/assets/ports/write-refused.ts';
import { setLivingObjects } from '../../../../../src/core/restores/write/issues/set-living-objects.ts';

type Values = Record<string, string[]>;

const named = (objectIds: string[]) =>
  objectIds.map((objectId) => ({ workspaceId: 'w', objectId }));
const valuesOf = (values: Values) =>
  new Map(Object.entries(values).map(([field, ids]) => [field, named(ids)]));

/** A site where some objects are gone, and what it refuses, as the field that it names. */
function site(gone: string[], refuses: (values: Values) => string | undefined) {
  const sent: Values[] = [];
  const leftOut: string[] = [];
  const asked: string[] = [];
  return {
    sent,
    leftOut,
    asked,
    send: async (values: ReadonlyMap<string, readonly { objectId: string }[]>) => {
      const plain = Object.fromEntries(
        [...values].map(([field, all]) => [field, all.map(({ objectId }) => objectId)]),
      );
      sent.push(plain);
      const field = refuses(plain);
      if (field !== undefined) throw new WriteRefused('No.', { [field]: 'No.' });
    },
    exists: async ({ objectId }: { objectId: string }) => {
      asked.push(objectId);
      return !gone.includes(objectId);
    },
    leaveOut: async (objects: readonly { objectId: string }[]) => {
      leftOut.push(...objects.map(({ objectId }) => objectId));
    },
  };
}
const firstWith = (id: string) => (values: Values) =>
  Object.keys(values).find((field) => values[field]!.includes(id));

test('what the site takes is sent once as it is, and nobody asks whether its objects exist', async () => {
  const living = site(['9'], () => undefined);
  await setLivingObjects(valuesOf({ a: ['1', '9'] }), living);
  assert.deepEqual([living.sent, living.asked], [[{ a: ['1', '9'] }], []]);
});

test('a refused field is sent without the objects that no longer exist; other fields as they are', async () => {
  const living = site(['9'], (values) => (values['a']!.includes('9') ? 'a' : undefined));
  await setLivingObjects(valuesOf({ a: ['1', '9', '2'], b: ['9'] }), living);
  assert.deepEqual(living.sent, [
    { a: ['1', '9', '2'], b: ['9'] },
    { a: ['1', '2'], b: ['9'] },
  ]);
  assert.deepEqual([living.leftOut, living.asked], [['9'], ['1', '9', '2']]);
});

test('fields that are refused one after the other are each sent without them', async () => {
  const living = site(['9'], firstWith('9'));
  await setLivingObjects(valuesOf({ a: ['9'], b: ['3', '9'] }), living);
  assert.deepEqual(living.sent.at(-1), { a: [], b: ['3'] });
});

test('a refusal that names no field is about any of them', async () => {
  const living = site(['9'], (values) => firstWith('9')(values) && 'something');
  await setLivingObjects(valuesOf({ a: ['1'], b: ['9', '3'] }), living);
  assert.deepEqual(living.sent.at(-1), { a: ['1'], b: ['3'] });
});

test('a field that is refused for anything else is left, and the others are set', async () => {
  const living = site([], (values) => (values['a'] ? 'a' : undefined));
  const refusals = await setLivingObjects(valuesOf({ a: ['1'], b: ['2'], c: [] }), living);
  assert.deepEqual(living.sent.at(-1), { b: ['2'], c: [] });
  assert.deepEqual(
    refusals.map(({ fields }) => fields),
    [{ a: 'No.' }],
  );
});

test('a refusal for anything else stays one, after one more try at most', async () => {
  const alive = site([], () => 'a');
  await assert.rejects(setLivingObjects(valuesOf({ a: ['1'] }), alive), WriteRefused);
  assert.equal(alive.sent.length, 1);
  const filtered = site(['9'], () => 'a');
  await assert.rejects(setLivingObjects(valuesOf({ a: ['1', '9'] }), filtered), WriteRefused);
  assert.deepEqual(filtered.sent, [{ a: ['1', '9'] }, { a: ['1'] }]);
});
