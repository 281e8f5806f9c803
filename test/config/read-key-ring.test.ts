import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig } from '../../src/config.ts';
import { readKeyRing } from '../../src/config/read-key-ring.ts';

const key = Buffer.alloc(32, 1).toString('base64');
/** 32 letters: an id by its form. */
const asId = 'abcdefghijklmnopqrstuvwxyz012345';

test('all mistakes of a key ring are said at once, and none repeats a key', () => {
  const { mistakes } = readKeyRing(
    `k1:${key}, k2:c2hvcnQ=, k1:${key}, k 3:${key}, ${asId}, ${key}`,
  );
  const form =
    "isn't in the form id:base64, with an ID of letters, digits, underscores and hyphens";
  assert.deepEqual(mistakes, [
    "key 2 isn't 32 bytes in base64",
    'key 3 has the same ID as an earlier key',
    `key 4 ${form}`,
    `key 5 ${form}`,
    `key 6 ${form}`,
  ]);
});

for (const [what, ring] of Object.entries({
  'in place of an id': asId,
  'with its id behind it': `${asId}:k1`,
  'in hex': `k1:${Buffer.alloc(32, 9).toString('hex')}`,
  'with a letter too many': `k1:${key}A`,
}))
  test(`a key ${what} is a mistake, and is told to nobody`, () => {
    const [mistake = ''] = readKeyRing(ring).mistakes;
    assert.match(mistake, /^key 1 isn't/);
    for (const part of ring.split(':')) assert.ok(part.length < 5 || !mistake.includes(part));
  });

test('a ring without a key is a mistake', () => {
  assert.deepEqual(readKeyRing(' , ').mistakes, ['it has no keys']);
});

test('spaces and an ending comma are no mistakes', () => {
  const { keys, mistakes } = readKeyRing(` k1:${key} , k2:${key},`);
  assert.deepEqual([[...keys.keys()], mistakes], [['k1', 'k2'], []]);
});

test('mistakes of the ring are told together with those of other settings, without a key', () => {
  const production = { NODE_ENV: 'production', MONGODB_URI: 'mongodb://db/' };
  assert.throws(
    () => loadConfig({ ...production, PORT: 'x', KEY_RING: `${asId},k2:${asId}` }),
    ({ message }: Error) => {
      for (const words of [/PORT/, /BASE_URL/, /KEY_RING isn't valid: key 1 .*; key 2 isn't 32/])
        assert.match(message, words);
      assert.doesNotMatch(message, /KEY_RING is mandatory|abcdef/);
      return true;
    },
  );
});

test('a secret that is given where its file should be named is not repeated', () => {
  assert.throws(
    () => loadConfig({ KEY_RING_FILE: `k1:${key}`, MONGODB_URI_FILE: 'mongodb://u:hunter2@db' }),
    ({ message }: Error) => {
      assert.match(message, /KEY_RING_FILE names a file that can't be read\./);
      assert.doesNotMatch(message, /hunter2|AQEB/);
      return true;
    },
  );
});
