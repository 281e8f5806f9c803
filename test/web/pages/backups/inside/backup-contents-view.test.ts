import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Backup } from '../../../../../src/core/backups/backup.ts';
import type { ObjectLine } from '../../../../../src/core/backups/inside/objects/find-objects.ts';
import { ARCHIVED_KIND } from '../../../../../src/core/backups/parts/archived/archived-record.ts';
import { catalogId, runId } from '../../../../../src/core/kernel/ids.ts';
import { cutPage } from '../../../../../src/core/kernel/page.ts';
import {
  ARCHIVED,
  backupContentsView,
} from '../../../../../src/web/pages/backups/inside/backup-contents-view.ts';
import { ContentsQuery } from '../../../../../src/web/pages/backups/inside/contents-query.ts';

const reader = { timeZone: 'Europe/Berlin', nowMs: 0 };
const server = {
  id: '5',
  name: 'Server',
  description: '',
  iconName: '',
  depth: 0,
  abstract: false,
  objectCount: 3,
};
const line: ObjectLine = { typeId: '5', id: '7', label: 'srv-7', key: 'HW-7', archived: true };

function show(archived: number, typeId: string | undefined) {
  const backup: Partial<Backup> = {
    id: runId('b'),
    catalogId: catalogId('c'),
    schema: { id: '1', name: 'Hardware', key: 'HW' },
    completedAt: new Date(0),
    parts: [{ name: 'archived', status: 'complete', counts: { [ARCHIVED_KIND]: archived } }],
  };
  return backupContentsView(
    {
      backup: backup as Backup,
      types: [server],
      typeId,
      wanted: ContentsQuery.parse({}),
      found: cutPage([line], { pageSize: 25 }),
      settings: undefined,
    },
    reader,
  );
}

test('archived objects stand behind the object types, where there are any', () => {
  const names = (archived: number): string[] =>
    show(archived, undefined).types.map(({ name, count }) => `${name} ${count}`);
  assert.deepEqual(names(0), ['Server 3']);
  assert.deepEqual(names(1_200), ['Server 3', 'Archived objects 1,200']);
});

test('their list says the type of each, whose address they have', () => {
  const { list, types } = show(1, ARCHIVED);
  assert.equal(list?.title, 'Archived objects');
  assert.equal(list.url, '/app/backups/b/contents/archived');
  assert.deepEqual(
    list.entries.map(({ typeId, typeName }) => [typeId, typeName]),
    [['5', 'Server']],
  );
  assert.deepEqual(
    types.map(({ isChosen }) => isChosen),
    [false, true],
  );
});

test('what is found says of each whether it is archived, where not all of them are', () => {
  assert.equal(show(1, undefined).list?.entries[0]?.archived, true);
  assert.equal(show(1, ARCHIVED).list?.entries[0]?.archived, false);
});
