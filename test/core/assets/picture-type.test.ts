import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pictureType } from '../../../src/core/assets/model/picture-type.ts';

test('a picture is known by its first bytes, and what can hold scripts is none', () => {
  const of = (...bytes: number[]) => pictureType(new Uint8Array(bytes));
  assert.equal(of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0), 'image/png');
  assert.equal(of(0xff, 0xd8, 0xff, 0xe0), 'image/jpeg');
  assert.equal(of(0x47, 0x49, 0x46, 0x38, 0x39), 'image/gif');
  for (const text of ['<svg onload="alert(1)"/>', '{"unexpected":true}', '<!doctype html>', ''])
    assert.equal(pictureType(new TextEncoder().encode(text)), undefined, text);
});
