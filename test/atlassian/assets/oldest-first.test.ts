import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { oldestFirst } from '../../../src/atlassian/assets/parts/oldest-first.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 2, 1, 10, 0, second)).toISOString();
const ids = (entries: readonly { id: string }[]): string[] => entries.map(({ id }) => id);

test('entries of one moment stand in the order of their ids, numbers first', () => {
  const entries = ['b', '10', '9', 'a', ''].map((id) => ({ id, created: at(1) }));
  assert.deepEqual(ids(oldestFirst(entries)), ['9', '10', '', 'a', 'b']);
});

test('an entry that is given twice is there once, and another one of its id stays', () => {
  const one = { id: '1', created: at(1), text: 'One' };
  const other = { id: '1', created: at(1), text: 'Other' };
  assert.deepEqual(oldestFirst([one, other, { ...one }]), [one, other]);
});

test('what has no id is kept as often as it comes', () => {
  const entry = { id: '', created: at(1) };
  assert.equal(oldestFirst([entry, { ...entry }]).length, 2);
});

test('the same entries make the same list, in whatever order a site gives them', () => {
  const members = {
    id: fc.constantFrom('', '1', '2', '10', 'x'),
    created: fc.constantFrom('', 'yesterday', at(1), at(2)),
    text: fc.constantFrom('One', 'Two'),
  };
  const entry = fc.record(members, { noNullPrototype: true });
  const given = fc.array(entry, { maxLength: 12 });
  const orders = given.chain((entries) =>
    fc.tuple(
      fc.constant(entries),
      fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }),
    ),
  );
  fc.assert(
    fc.property(orders, ([one, other]) => {
      assert.deepEqual(oldestFirst(one), oldestFirst(other));
    }),
  );
});
