import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findForeignLoops } from '../../scripts/structure/find-foreign-loops.ts';
import { parseSource } from '../support/source/parse-source.ts';

const kindsIn = (text: string): string[] =>
  findForeignLoops(parseSource(text)).map(({ kind, place }) => `${kind}: ${place}`);

const PLANTED: [string, string[]][] = [
  [
    `async function readAll() { for (let startAt = 0; ; startAt += 50) { const page = await get({ path: 'x', query: { startAt, maxResults: 50 } }); if (page.length < 50) return; } }`,
    ['waits in a loop: src/planted.ts readAll', 'asks for a page: src/planted.ts readAll'],
  ],
  [
    `class A { async groups() { const query = { start: 0, limit: 9 }; while (true) await this.get(query); } }`,
    ['asks for a page: src/planted.ts groups', 'waits in a loop: src/planted.ts groups'],
  ],
  [
    `const walk = async () => { do { page = await site.census('1', start, 9); } while (!page.last); };`,
    ['waits in a loop: src/planted.ts walk', 'reads a part: src/planted.ts walk'],
  ],
  [
    `async function look() { for (let from = 0; from < ids.length; from += 9) await site.objectsById(ids.slice(from)); }`,
    ['reads a part: src/planted.ts look'],
  ],
  [`async function count() { for (let at = 0; at < 9; at += 1) await wait(); }`, []],
  [
    `function climb() { while (parent) { parent = parent.up; later(async () => { await x; }); } }`,
    [],
  ],
  [`async function each() { for (const id of ids) await read(id); }`, []],
  [`const form = { limit: 25, page: 1 };`, []],
];

test('a place that leans on the word of somebody else for its end is found', () => {
  for (const [text, kinds] of PLANTED) assert.deepEqual(kindsIn(text), kinds, text);
});
