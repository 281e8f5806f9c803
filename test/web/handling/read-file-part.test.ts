import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Conflict, InvalidInput } from '../../../src/core/kernel/errors.ts';
import { readFilePart } from '../../../src/web/handling/read-file-part.ts';

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

/** All parts, one after the other, each from the file as it is made again. */
async function readAll(text: string, size: number): Promise<string[]> {
  const texts: string[] = [];
  let mark: string | undefined;
  do {
    const part = await readFilePart({ parts: inPieces(text, size) }, mark);
    texts.push(part.text);
    mark = part.next;
  } while (mark !== undefined);
  return texts;
}

test('the parts of a file are the file, also where a character is cut in two', async () => {
  for (const text of ['', 'short', `x${'😀'.repeat(1_000_000)}`, 'y'.repeat(1_600_000)])
    for (const size of [70_001, 5_000_000]) {
      const parts = await readAll(text, size);
      assert.ok(parts.join('') === text, `${text.length} in pieces of ${size}`);
      assert.equal(parts.length, Math.max(1, Math.ceil(text.length / 800_000)));
    }
});

test('a file that has changed is not put together, and a mark that is none is refused', async () => {
  const text = 'a'.repeat(900_000);
  const { next } = await readFilePart({ parts: inPieces(text, 1_000) }, undefined);
  const changed = `b${text.slice(1)}`;
  await assert.rejects(readFilePart({ parts: inPieces(changed, 1_000) }, next), Conflict);
  await assert.rejects(readFilePart({ parts: inPieces('short', 1_000) }, next), Conflict);
  await assert.rejects(readFilePart({ parts: inPieces(text, 1_000) }, '7'), InvalidInput);
});
