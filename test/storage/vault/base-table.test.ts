import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entry } from '../../../src/storage/vault/manifest/entry.ts';
import { BaseTable } from '../../../src/storage/vault/write/base-table.ts';

const hashOf = (id: string): string => Buffer.from(id).toString('hex').padEnd(32, '0').slice(0, 32);
const entryOf = (id: string, start: number): Entry => ({
  kind: 'issue',
  type: '0',
  id,
  label: '',
  hash: hashOf(id),
  place: { pack: `pack ${start % 3}`, start, length: 7, chunks: 0 },
  codec: 'json',
  gone: false,
});

/** In the order of a manifest: numbers first, then texts, whatever they look like. */
const IDS = [
  '0',
  '7',
  '12',
  '999999999999999',
  '00012',
  '7f',
  'customfield_1',
  '12345678901234567',
];

test('a record is found by its id and content, whether its id is a number or not', () => {
  const table = new BaseTable(IDS.length);
  IDS.forEach((id, at) => table.add(entryOf(id, at)));
  IDS.forEach((id, at) => assert.deepEqual(table.find(id, hashOf(id)), entryOf(id, at).place, id));
  for (const id of ['1', '8', '012', '', 'customfield_2', '12345678901234568'])
    assert.equal(table.find(id, hashOf(id)), undefined, id);
  assert.equal(table.find('7', hashOf('8')), undefined, 'another content');
});

test('what is over the number of entries that the base names is left out', () => {
  const table = new BaseTable(1);
  table.add(entryOf('1', 0));
  table.add(entryOf('2', 1));
  assert.ok(table.find('1', hashOf('1')));
  assert.equal(table.find('2', hashOf('2')), undefined);
});
