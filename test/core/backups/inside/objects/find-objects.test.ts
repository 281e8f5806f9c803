import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  findObject,
  findObjects,
} from '../../../../../src/core/backups/inside/objects/find-objects.ts';
import { ARCHIVED_KIND } from '../../../../../src/core/backups/parts/archived/archived-record.ts';
import { namesOfValues } from '../../../../../src/core/backups/inside/objects/names-of-values.ts';
import { showValue } from '../../../../../src/core/backups/inside/objects/show-value.ts';
import type { BackupRecord } from '../../../../../src/core/storages/records/backup-record.ts';
import { MemoryReader } from '../../../../support/sites/in-memory/memory-reader.ts';

const object = (type: string, id: number, label: string): BackupRecord => ({
  kind: 'object',
  type,
  id: String(id),
  label,
  body: { key: `COMP-${id}`, label, created: '', updated: '', values: {} },
});
const putAway = (type: string, id: number, label: string): BackupRecord => ({
  ...object(type, id, label),
  kind: ARCHIVED_KIND,
});
const reader = new MemoryReader([
  ...Array.from({ length: 60 }, (_none, at) => object('5', at + 1, `Laptop ${at + 1}`)),
  object('6', 100, 'Dock of Laptop 7'),
  object('6', 101, 'Screen'),
  putAway('6', 102, 'Old screen'),
  putAway('7', 103, 'Old Laptop 99'),
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

test('archived ones are found behind the others, by label or key, over the border of a page', async () => {
  const { items } = await findObjects(reader, { search: 'screen' });
  assert.deepEqual(
    items.map(({ label, archived }) => [label, archived]),
    [
      ['Screen', false],
      ['Old screen', true],
    ],
  );
  assert.deepEqual((await found({ search: 'comp-103' })).items, ['7 COMP-103 Old Laptop 99']);
  assert.equal((await found({ search: 'COMP-103', typeId: '6' })).total, 0);
  const last = await found({ search: 'laptop', page: 3 });
  assert.deepEqual([last.total, last.pages, last.items.length], [62, 3, 12]);
  assert.equal(last.items.at(-1), '7 COMP-103 Old Laptop 99');
});

test('behind the last page there is the last one, of a search as well', async () => {
  assert.deepEqual(await found({ typeId: '5', page: 4 }), await found({ typeId: '5', page: 3 }));
  assert.deepEqual(await found({ search: 'old', page: 2 }), {
    total: 2,
    page: 1,
    pages: 1,
    items: ['6 COMP-102 Old screen', '7 COMP-103 Old Laptop 99'],
  });
  assert.equal((await found({ search: 'comp-101', page: 2 })).page, 1);
});

test('without a search they are by themselves', async () => {
  assert.equal((await found({ typeId: '6' })).total, 2);
  assert.equal((await found({})).total, 62);
  assert.deepEqual((await found({ archived: true, search: 'LAPTOP' })).items, [
    '7 COMP-103 Old Laptop 99',
  ]);
  assert.equal((await found({ archived: true, search: 'comp-102' })).total, 1);
});

test('a reference leads to its object where the backup has it, and is told by id where not', async () => {
  assert.equal(await findObject(reader, '999'), undefined);
  const values = {
    '1': [{ object: '101' }, { object: '102' }, { object: '999' }, { value: 'text' }],
  };
  const names = await namesOfValues(reader, values);
  assert.deepEqual(
    values['1'].map((value) => {
      const { text, object: named } = showValue(value as never, names);
      return [text, named?.typeId];
    }),
    [
      ['Screen (COMP-101)', '6'],
      ['Old screen (COMP-102)', '6'],
      ['Object 999 (not in this backup)', undefined],
      ['text', undefined],
    ],
  );
});
