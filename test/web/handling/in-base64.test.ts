import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inBase64 } from '../../../src/web/handling/in-base64.ts';

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test('bytes in pieces of any size are one text', async () => {
  const bytes = Buffer.from(Array.from({ length: 50 }, (_none, at) => at * 5));
  for (const size of [1, 2, 3, 4, 7, 50]) {
    let text = '';
    for await (const part of inBase64(inPieces(bytes, size))) text += part;
    assert.equal(text, bytes.toString('base64'), String(size));
  }
});
