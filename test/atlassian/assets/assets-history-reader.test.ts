import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssetsCalls } from '../../../src/atlassian/assets/calls/assets-calls.ts';
import { AssetsHistoryReader } from '../../../src/atlassian/assets/parts/assets-history-reader.ts';
import type { Http } from '../../../src/atlassian/http/http.ts';
import { Unavailable } from '../../../src/core/kernel/errors.ts';

const ANN = { key: 'ann', displayName: 'Ann' };

/** The changes of one attribute, two of them in one moment. */
const change = (id: number, second: number) => ({
  id: String(id),
  type: 1,
  actor: ANN,
  affectedAttribute: 'Name',
  oldValue: `Value ${id - 1}`,
  newValue: `Value ${id}`,
  created: `2026-03-01T10:00:0${second}.000Z`,
  objectId: '411',
});
const CHANGES = [change(8, 1), change(9, 2), change(10, 2), change(11, 3)];

const historyIn = (body: string) => {
  const http: Http = async () => ({ status: 200, headers: {}, body: Buffer.from(body) });
  return new AssetsHistoryReader(new AssetsCalls(http, 'http://site')).history('411');
};
const historyOf = (answer: unknown) => historyIn(JSON.stringify(answer));

test('a history is the same in whatever order the site gives it, and however often it repeats an entry', async () => {
  const expected = await historyOf(CHANGES);
  assert.deepEqual(
    expected?.map(({ id }) => id),
    ['8', '9', '10', '11'],
  );
  const [first, second, third, fourth] = CHANGES;
  const orders = [
    CHANGES.toReversed(),
    [second, first, fourth, third],
    [...CHANGES, ...CHANGES.toReversed()],
  ];
  for (const order of orders) assert.deepEqual(await historyOf(order), expected);
  assert.deepEqual(await historyOf({ values: CHANGES.toReversed() }), expected);
});

test('a hundred thousand changes of one object leave others their turn', async () => {
  const long = Array.from({ length: 100_000 }, (_none, at) => change(at + 1, 1));
  const read = historyOf(long.toReversed());
  let isRead = false;
  void read.then(() => {
    isRead = true;
  });
  let turns = 0;
  while (!isRead) {
    await new Promise(setImmediate);
    turns += 1;
  }
  const entries = await read;
  assert.equal(entries?.length, 100_000);
  assert.equal(entries?.[99_999]?.id, '100000');
  assert.ok(turns > 3, `${turns} turns`);
});

test('a list of other things, and an entry that is no JSON, are no history', async () => {
  const unexpected = (error: unknown): boolean =>
    error instanceof Unavailable && error.code === 'unexpected-answer';
  await assert.rejects(historyOf([{ key: 'OPS-1' }]), unexpected);
  await assert.rejects(historyIn('[{"id":"1","type":1},{"id":"2",type:1}]'), unexpected);
});

test('an object without changes has an empty history', async () => {
  assert.deepEqual(await historyOf([]), []);
});
