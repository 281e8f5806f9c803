import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseKeyRing } from '../../src/storage/sealing/key-ring.ts';

const key = Buffer.alloc(32, 1).toString('base64');

test('all mistakes of a key ring are said at once, and none repeats a key', () => {
  assert.throws(
    () => parseKeyRing(`k1:${key}, k2:c2hvcnQ=, k1:${key}, k 3:${key}`),
    (error: Error) => {
      assert.deepEqual(error.message.split('\n'), [
        'KEY_RING: the key "k2" is not 32 bytes in base64.',
        'KEY_RING: the key id "k1" stands there twice.',
        'KEY_RING: key 4 is not written as id:base64, its id of letters, digits, underscore and hyphen.',
      ]);
      assert.ok(!error.message.includes(key));
      return true;
    },
  );
});

test('spaces and an ending comma are no mistakes', () => {
  assert.doesNotThrow(() => parseKeyRing(` k1:${key} , k2:${key},`));
});
