import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  matchPayloads,
  type SentPayload,
} from '../../../../../../src/core/restores/write/objects/settle/match-payloads.ts';
import type { AssetsObject } from '../../../../../../src/core/assets/model/assets-object.ts';
import type { AttributeValue } from '../../../../../../src/core/assets/model/attribute-value.ts';

const RULES = { baseline: '100', references: new Set(['to']), unique: new Set(['number']) };
const sent = (
  node: number,
  values: Record<string, string[]>,
  open: string[] = [],
): SentPayload => ({
  node,
  values,
  open,
});
const there = (id: number, values: Record<string, string[]>): AssetsObject =>
  ({
    id: String(id),
    key: `K-${id}`,
    values: Object.fromEntries(
      Object.entries(values).map(([name, list]) => [
        name,
        list.map((value): AttributeValue => (name === 'to' ? { object: value } : { value })),
      ]),
    ),
  }) as unknown as AssetsObject;
const given = (payloads: SentPayload[], objects: AssetsObject[]): Record<string, string> =>
  Object.fromEntries(
    [...matchPayloads(payloads, objects, RULES)].map(([node, { id }]) => [node, id]),
  );

test('an object is known by all its values, and by a unique one whatever the others are', () => {
  assert.deepEqual(
    given(
      [sent(1, { name: ['a'] }), sent(2, { name: ['b'] })],
      [there(201, { name: ['b'] }), there(202, { name: ['c'] })],
    ),
    { 2: '201' },
  );
  assert.deepEqual(
    given(
      [sent(1, { name: ['a'], number: ['7'] })],
      [there(201, { name: ['changed'], number: ['7'] })],
    ),
    { 1: '201' },
  );
});

test('equal twins are given out one to one, the likeliest first, and no object is left over that a payload could have', () => {
  const [less, more] = [
    sent(1, { name: ['x'], to: ['5'] }),
    sent(2, { name: ['x'], to: ['5', '6'] }),
  ];
  assert.deepEqual(
    given(
      [more, less],
      [there(201, { name: ['x'], to: ['5'] }), there(202, { name: ['x'], to: ['5', '6'] })],
    ),
    { 1: '201', 2: '202' },
  );
  assert.deepEqual(
    Object.values(
      given(
        [sent(1, { name: ['x'] }), sent(2, { name: ['x'] }), sent(3, { name: ['x'] })],
        [there(201, { name: ['x'] }), there(202, { name: ['x'] })],
      ),
    ).sort(),
    ['201', '202'],
  );
  const [bare, pointing] = [sent(1, { name: ['x'] }), sent(2, { name: ['x'] }, ['to'])];
  assert.deepEqual(
    given(
      [pointing, bare],
      [there(201, { name: ['x'] }), there(202, { name: ['x'], to: ['203'] })],
    ),
    { 1: '201', 2: '202' },
  );
});

test('a reference may lead to an object that is as new, and to no old one that was not sent', () => {
  assert.deepEqual(
    given([sent(1, { name: ['x'] }, ['to'])], [there(201, { name: ['x'], to: ['202'] })]),
    { 1: '201' },
  );
  assert.deepEqual(
    given([sent(1, { name: ['x'], to: ['5'] })], [there(201, { name: ['x'], to: ['6'] })]),
    {},
  );
  assert.deepEqual(
    given([sent(1, { name: ['x'] })], [there(201, { name: ['x'], to: ['202'] })]),
    {},
    'the object sent had no reference there',
  );
});
