import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findObject, findObjects } from '../../../../src/core/backups/inside/find-objects.ts';
import { namesOfValues } from '../../../../src/core/backups/inside/names-of-values.ts';
import { showValue } from '../../../../src/core/backups/inside/show-value.ts';
import type { BackupRecord } from '../../../../src/core/storages/backup-record.ts';
import { MemoryReader } from '../../../support/sites/memory-reader.ts';

const object = (type: string, id: number, label: string): BackupRecord => ({
  kind: 'object',
  type,
  id: String(id),
  label,
  body: { key: `COMP-${id}`, label, created: '', updated: '', values: {} },
});
const reader = new MemoryReader([
  ...Array.from({ length: 60 }, (_none, at) => object('5', at + 1, `Laptop ${at + 1}`)),
  object('6', 100, 'Dock of Laptop 7'),
  object('6', 101, 'Screen'),
]);
const found = async (wanted: Parameters<typeof findObjects>[1]) => {
  const { items, total, page, pages } = await findObjects(reader, wanted);
  return {
    total,
    page,
    pages,
    items: items.map(({ typeId, key, label }) => `${typeId} ${key} ${label}`),
  };
};

test('objects of one type come in pages, each with its key', async () => {
  const { total, pages, items } = await found({ typeId: '5', page: 3 });
  assert.deepEqual([total, pages, items.length], [60, 3, 10]);
  assert.equal(items[0], '5 COMP-51 Laptop 51');
});

test('a search goes over all types, whatever the case', async () => {
  assert.deepEqual(await found({ search: ' LAPTOP 7 ' }), {
    total: 2,
    page: 1,
    pages: 1,
    items: ['5 COMP-7 Laptop 7', '6 COMP-100 Dock of Laptop 7'],
  });
  assert.deepEqual((await found({ search: 'laptop 7', typeId: '6' })).items, [
    '6 COMP-100 Dock of Laptop 7',
  ]);
  assert.equal((await found({ search: 'nothing' })).total, 0);
});

test('a whole key is found as well, of the right object alone', async () => {
  assert.deepEqual((await found({ search: 'comp-101' })).items, ['6 COMP-101 Screen']);
  assert.equal((await found({ search: 'OTHER-101' })).total, 0);
  assert.equal((await found({ search: 'COMP-999' })).total, 0);
  assert.equal((await found({ search: 'COMP-101', typeId: '5' })).total, 0);
});

test('a reference leads to its object where the backup has it, and is told by id where not', async () => {
  assert.equal(await findObject(reader, '999'), undefined);
  const values = { '1': [{ object: '101' }, { object: '999' }, { value: 'text' }] };
  const names = await namesOfValues(reader, values);
  assert.deepEqual(
    values['1'].map((value) => {
      const { text, object: named } = showValue(value as never, names);
      return [text, named?.typeId];
    }),
    [
      ['Screen (COMP-101)', '6'],
      ['Object 999 (not in this backup)', undefined],
      ['text', undefined],
    ],
  );
});
