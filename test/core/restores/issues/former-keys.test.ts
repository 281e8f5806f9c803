import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Issue } from '../../../../src/core/assets/model/issue.ts';
import { FormerKeys } from '../../../../src/core/restores/issues/former-keys.ts';
import { GraphBuilder } from '../../../../src/core/restores/objects/graph-builder.ts';
import type {
  BackupRecord,
  RecordKey,
} from '../../../../src/core/storages/records/backup-record.ts';
import { atOnce } from '../../../support/loop/at-once.ts';

/** The backup's objects, by id. */
const KEYS: Record<string, string> = { 10: 'C-10', 11: 'C-11', 12: 'OLD-12' };

function formerKeys(): { former: FormerKeys; asked: string[][] } {
  const builder = new GraphBuilder();
  for (const id of Object.keys(KEYS)) builder.add('1', id, []);
  const asked: string[][] = [];
  const getMany = async (wanted: RecordKey[]): Promise<BackupRecord[]> => {
    asked.push(wanted.map(({ id }) => id));
    return wanted.map(({ kind, type, id }) => ({
      kind,
      type,
      id,
      label: id,
      body: { id, typeId: type, key: KEYS[id] ?? '', label: id, values: {} },
    }));
  };
  return { former: new FormerKeys({ getMany }, atOnce(builder.build())), asked };
}

const issueOf = (...values: object[]): Issue => ({
  id: '1',
  key: 'HELP-1',
  summary: 'Broken',
  updated: '2026-11-25T00:00:00.000Z',
  values: { field: values.map((value) => ({ ...value })) },
});
const gone = (key: string) => ({ key, name: `Laptop (${key})` });
const there = (objectId: string, key: string) => ({ objectId, ...gone(key) });

test('a key is that of the object with its number, if that had this key', async () => {
  const { former, asked } = formerKeys();
  const now = issueOf(gone('C-10'), gone('C-12'), gone('C-99'), gone('odd'), there('11', 'C-11'));
  await former.learn([{ backup: issueOf(), now }]);
  assert.deepEqual(
    ['C-10', 'C-12', 'OLD-12', 'C-99', 'C-11'].map((key) => former.idOf(key)),
    ['10', undefined, '12', undefined, undefined],
  );
  assert.deepEqual(asked, [['10', '12']]);
});

test('keys are looked up once, and not at all where the backup of the issue names them', async () => {
  const { former, asked } = formerKeys();
  const states = { backup: issueOf(there('10', 'C-10')), now: issueOf(gone('C-10')) };
  await former.learn([states, { backup: issueOf(), now: null }]);
  assert.deepEqual(asked, []);
  const changed = { backup: issueOf(), now: issueOf(gone('C-11'), gone('C-99')) };
  await former.learn([changed]);
  await former.learn([changed]);
  assert.deepEqual(asked, [['11']]);
});
