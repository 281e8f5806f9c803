import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPicture, pictureType } from '../../../src/core/assets/model/picture-type.ts';

test('a picture is known by its first bytes, and what can hold scripts is none', () => {
  const of = (...bytes: number[]) => pictureType(new Uint8Array(bytes));
  assert.equal(of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0), 'image/png');
  assert.equal(of(0xff, 0xd8, 0xff, 0xe0), 'image/jpeg');
  assert.equal(of(0x47, 0x49, 0x46, 0x38, 0x39), 'image/gif');
  for (const text of ['<svg onload="alert(1)"/>', '{"unexpected":true}', '<!doctype html>', ''])
    assert.equal(pictureType(new TextEncoder().encode(text)), undefined, text);
});

test('a picture of another type is kept, though none is shown: it may hold scripts', () => {
  const bytesOf = (text: string) => new TextEncoder().encode(text);
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const kept = [
    svg,
    `\ufeff\n${svg}`,
    `<?xml version="1.0"?>\n<!-- drawn -->\n<!DOCTYPE svg>${svg}`,
    'RIFF\u0001\u0001\u0001\u0001WEBPVP8 ',
    '\u0000\u0000\u0000\u0020ftypavif',
  ];
  for (const text of kept) {
    assert.equal(isPicture(bytesOf(text)), true, text);
    assert.equal(pictureType(bytesOf(text)), undefined, text);
  }
  const others = [
    '',
    '<html><svg></svg></html>',
    `<?xml?><html>${svg}</html>`,
    '{"svg":1}',
    'RIFF',
  ];
  for (const text of others) assert.equal(isPicture(bytesOf(text)), false, text);
  assert.equal(isPicture(new Uint8Array([0x47, 0x49, 0x46, 0x38, 0x39, 0x61])), true);
});
